"""What the rules refuse, said to the person who asked: each code of a DomainError has its sentence."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from kosmos.kernel.errors import DomainError
from kosmos.portal.words.plans import plan_name
from kosmos.wording.typography import byn, day, day_and_moment

SENTENCES: dict[str, Promise] = {
    "refused": gettext_lazy("Это сейчас сделать нельзя."),
    "account_exists": gettext_lazy("Счёт с таким номером уже есть."),
    "already_connected": gettext_lazy("Этот тариф у вас уже подключён или запланирован."),
    "already_reversed": gettext_lazy("Этот платёж уже отозван."),
    "balance_not_negative": gettext_lazy("Обещанный платёж можно взять, только когда на счёте минус."),
    "bad_account_number": gettext_lazy(
        "Введите номер лицевого счёта цифрами, как в договоре. Пробелы и дефисы не мешают."
    ),
    "bad_sum": gettext_lazy("Введите сумму цифрами, например 25,90."),
    "base_missing": gettext_lazy("Пакет работает вместе с основным тарифом этой услуги: сначала включите его."),
    "blocked": gettext_lazy("Сначала оплатите долг: услуга выключена или есть просроченная сумма."),
    "clock_went_back": gettext_lazy("Этот день для счёта уже прошёл. Обновите страницу."),
    "clock_only_forward": gettext_lazy("Часы переводятся только вперёд: начатые дни остаются начатыми."),
    "day_ahead_of_clock": gettext_lazy("Этот день ещё не наступил."),
    "ending": gettext_lazy("Уже запланировано отключение. Сначала отмените его."),
    "insufficient_funds": gettext_lazy("На счёте не хватает денег."),
    "no_day_open": gettext_lazy("Система ещё запускается. Попробуйте через минуту."),
    "not_connected": gettext_lazy("Этой услуги у вас нет."),
    "not_suspended": gettext_lazy("Приостановки нет: ни запланированной, ни действующей."),
    "not_the_demo": gettext_lazy("Часы можно переводить только в демонстрации."),
    "nothing_blocked": gettext_lazy("Обещанный платёж не нужен: все услуги работают."),
    "nothing_planned": gettext_lazy("Отменять нечего: ничего не запланировано."),
    "nothing_waiting": gettext_lazy("Отменять нечего: ни один тариф не ждёт подключения."),
    "other_audience": gettext_lazy("Этот тариф не для вашего типа договора."),
    "other_service": gettext_lazy("Сменить тариф можно только внутри одной услуги."),
    "plan_archived": gettext_lazy("Этот тариф больше не подключают."),
    "plan_has_no_price": gettext_lazy("У этого тарифа ещё нет цены."),
    "plan_without_volume": gettext_lazy("В этом тарифе трафик не считается, докупать его не нужно."),
    "promise_in_force": gettext_lazy("Обещанный платёж уже действует."),
    "promise_not_kept": gettext_lazy("Сначала оплатите долг после прошлого обещанного платежа."),
    "suspended": gettext_lazy("Пока услуги приостановлены, этого сделать нельзя."),
    "suspension_exists": gettext_lazy("Приостановка уже запланирована или идёт."),
    "suspension_length": gettext_lazy("Приостановить услуги можно на целое число дней, не дольше разрешённого."),
    "suspension_too_early": gettext_lazy("Приостановка начинается завтра или позже."),
    "unknown_account": gettext_lazy("Такого счёта нет. Проверьте номер: он указан в договоре."),
    "unknown_operator": gettext_lazy("Оператор ещё не настроен."),
    "unknown_payment": gettext_lazy("Такого платежа на этом счёте нет."),
    "unknown_plan": gettext_lazy("Такого тарифа нет."),
    "amount_out_of_range": gettext_lazy("Такую сумму картой оплатить нельзя."),
    "key_used_otherwise": gettext_lazy("Эта форма уже отправлена с другой суммой. Откройте страницу оплаты заново."),
    "not_payable": gettext_lazy("Этот счёт картой не оплатить. Проверьте номер."),
    "password_expired": gettext_lazy("Срок первого пароля истёк. Поддержка выдаст новый"),
    "password_refused": gettext_lazy("Такой пароль слишком легко угадать."),
    "rail_not_configured": gettext_lazy("Оплата картой ещё не настроена"),
    "too_many_tries": gettext_lazy("Слишком много попыток. Попробуйте позже"),
    "too_many_guesses": gettext_lazy("Слишком много попыток. Попробуйте позже"),
    "wrong_password": gettext_lazy("Это не ваш нынешний пароль"),
    "wrong_sign_in": gettext_lazy("Неверный логин или пароль"),
    "not_in_house": gettext_lazy("В вашем доме этой услуги пока нет."),
    "nothing_sold": gettext_lazy("Подключить эту услугу сейчас нельзя: тарифов для вас нет."),
    "preview_changed": gettext_lazy(
        "Пока вы смотрели, условия изменились. Проверьте новый расчёт и подтвердите ещё раз."
    ),
    "traffic_not_for_sale": gettext_lazy("Такого объёма больше не продают. Выберите другой."),
    "traffic_not_a_choice": gettext_lazy("Этот тариф такого выбора не даёт. Выберите из того, что есть."),
    "traffic_price_not_agreed": gettext_lazy("Цена мегабайта изменилась. Посмотрите её и подтвердите ещё раз."),
    "unknown_subscriber": gettext_lazy("К этому счёту не привязан договор. Позвоните нам, и мы поможем."),
    "bad_staff_member": gettext_lazy("Проверьте логин, имя и роль сотрудника."),
    "login_taken": gettext_lazy("Такой логин уже занят."),
    "unknown_request": gettext_lazy("Такого обращения нет."),
    "unknown_topic": gettext_lazy("Выберите, о чём вы пишете."),
    "unknown_row": gettext_lazy("Такой строки в выписке этого счёта нет."),
    "text_missing": gettext_lazy("Напишите, что случилось или чего вы хотите."),
    "text_too_long": gettext_lazy("Текст слишком длинный. Сократите его или приложите файлом."),
    "request_closed": gettext_lazy("Обращение уже закрыто. Откройте его снова, и ответ придёт."),
    "request_not_closed": gettext_lazy("Обращение уже открыто: просто напишите в нём."),
    "request_merged": gettext_lazy("Это обращение объединили с другим, напишите там."),
    "request_changed": gettext_lazy(
        "Пока вы писали, абонент добавил сообщение. Прочтите его и отправьте ответ ещё раз."
    ),
    "too_many_requests": gettext_lazy(
        "За сутки можно открыть не больше десяти обращений. Напишите в одном из прежних."
    ),
    "too_many_entries": gettext_lazy("За час можно отправить не больше тридцати сообщений. Продолжите немного позже."),
    "too_many_files": gettext_lazy("За один раз можно приложить не больше пяти файлов."),
    "files_too_large": gettext_lazy("За сутки можно приложить не больше 100 МБ. Остальное отправьте завтра."),
    "file_too_large": gettext_lazy("Файл слишком большой: можно до 10 МБ. Уменьшите его и приложите снова."),
    "file_empty": gettext_lazy("Файл пустой. Приложите другой."),
    "file_type_refused": gettext_lazy("Такие файлы мы не принимаем: только JPEG, PNG, WebP, PDF и простой текст."),
    "link_label": gettext_lazy("Назовите ссылку так, чтобы плательщик вас узнал: от одного до 60 знаков."),
    "link_days": gettext_lazy("Ссылка может действовать от 1 до 365 дней."),
    "too_many_links": gettext_lazy("Столько ссылок сразу быть не может. Закройте ненужную и создайте новую."),
    "unknown_link": gettext_lazy("Такой ссылки нет."),
    "link_key_used": gettext_lazy(
        "Ссылка из этой формы уже создана, но с другими словами, суммой или сроком: она в списке. "
        "Если нужна ещё одна, отправьте форму снова."
    ),
    "already_leaving": gettext_lazy("Договор уже расторгается."),
    "not_leaving": gettext_lazy("Отменять нечего: договор не расторгается."),
    "leaving_planned": gettext_lazy("Договор расторгается. Сначала передумайте и останьтесь."),
    "nothing_connected": gettext_lazy("Отключать нечего: услуг на этом счёте нет."),
    "unknown_extra": gettext_lazy("Такого оборудования или выезда нет."),
    "extra_not_sold": gettext_lazy("Это больше не заказывают. Посмотрите, что есть сейчас."),
    "account_closed": gettext_lazy("Услуг на этом счёте больше нет. Чтобы заказать, сначала подключите услугу снова."),
    "order_key_used": gettext_lazy("Эта форма уже отправлена с другим заказом. Откройте страницу заново."),
    "bad_phone": gettext_lazy("Такого номера не бывает. Введите его с кодом, например +375 29 123-45-67"),
    "bad_email": gettext_lazy("Проверьте адрес: нужен такой, как name@example.by"),
    "same_contact": gettext_lazy("Это и есть ваш нынешний контакт, менять нечего."),
    "no_email_wish": gettext_lazy("Подтверждать нечего: адрес уже подтверждён, или смену отменили."),
    "email_code_expired": gettext_lazy("Этот код больше не действует. Запросите новый"),
    "wrong_code": gettext_lazy("Код не подошёл. Введите тот, что на экране сейчас: каждый действует один раз"),
    "no_second_factor": gettext_lazy("Вход с кодом не включён, или ждали слишком долго. Начните сначала."),
    "second_factor_on": gettext_lazy("Вход с кодом уже включён."),
    "unknown_purpose": gettext_lazy("Такого согласия нет."),
    "consent_text_changed": gettext_lazy("Текст согласия изменился. Прочитайте новый и решите ещё раз."),
    "contract_runs": gettext_lazy(
        "Пока услуги подключены, данные нужны, чтобы их оказывать. Сначала расторгните договор."
    ),
    "money_owed": gettext_lazy("Сначала погасите долг: без ваших данных его не закрыть."),
    "money_left": gettext_lazy("На счёте остались деньги. Сначала заберите их: потом мы не узнаем, что они ваши."),
    "organisation_stays": gettext_lazy(
        "Данные организации хранятся по закону о бухгалтерском учёте, удалить их нельзя."
    ),
    "no_deletion": gettext_lazy("Удаление не запланировано."),
    "mail_not_set_up": gettext_lazy("Почта у оператора ещё не настроена. Чтобы сменить адрес, позвоните нам."),
    "mail_not_sent": gettext_lazy("Письмо с кодом не ушло. Попробуйте ещё раз через несколько минут."),
    "low_days_out_of_range": gettext_lazy("Введите число дней от 1 до 14."),
    "wish_refused": gettext_lazy("Форму нужно поправить: проверьте отмеченные поля."),
    "unknown_application": gettext_lazy(
        "Заявки с таким номером и телефоном нет. Проверьте, пожалуйста, и то и другое."
    ),
    "unblock_past": gettext_lazy("Выберите день, который ещё не прошёл."),
    "unblock_too_long": gettext_lazy("Так надолго включить без оплаты нельзя. Выберите день раньше."),
    "not_unblocked": gettext_lazy("Временного включения сейчас нет."),
    "unknown_posting": gettext_lazy("Такой строки на этом счёте нет."),
    "not_correctable": gettext_lazy(
        "Эту строку исправить нельзя: так отменяют списание за день, разовое или исправление."
    ),
    "correction_key_used": gettext_lazy("Эта форма уже отправлена с другой суммой. Откройте страницу заново."),
    "reason_missing": gettext_lazy("Выберите причину."),
    "reason_unexplained": gettext_lazy("Напишите, в чём дело."),
    "act_key_used": gettext_lazy("Эта форма уже отправлена с другим содержанием. Откройте страницу заново."),
    "unknown_approval": gettext_lazy("Такой просьбы нет."),
    "approval_own": gettext_lazy("Это просили вы сами: решить должен другой сотрудник."),
    "approval_not_own": gettext_lazy("Отозвать может только тот, кто просил."),
    "approval_over": gettext_lazy("Решать больше нечего: по этой просьбе уже решили, или её срок вышел."),
    "approval_not_apart": gettext_lazy("Один из вас недавно дал другому доступ или роль: решить должен кто-то третий."),
    "asker_gone": gettext_lazy(
        "Тот, кто просил, здесь больше не работает или получил другую роль. Откажите и сделайте заново, если нужно."
    ),
    "approval_waits": gettext_lazy("То же самое на этом счёте уже ждёт решения другого сотрудника."),
}
"""What is said when only the code is known."""

WITH_FIGURES: dict[str, Promise] = {
    "ending": gettext_lazy("На %(on)s уже запланировано отключение. Сначала отмените его."),
    "insufficient_funds": gettext_lazy("На счёте не хватает %(missing_kopecks)s."),
    "promise_in_force": gettext_lazy("Обещанный платёж уже действует: до %(until_at)s."),
    "suspension_length": gettext_lazy("Приостановить услуги можно на срок от 1 до %(most)s дней."),
    "plan_archived": gettext_lazy("Тариф %(plan)s больше не подключают."),
    "already_connected": gettext_lazy("Тариф %(plan)s у вас уже подключён или запланирован."),
    "text_too_long": gettext_lazy(
        "Текст слишком длинный: можно до %(most)s знаков. Сократите его или приложите файлом."
    ),
    "file_too_large": gettext_lazy("Файл «%(name)s» больше %(most_megabytes)s МБ. Уменьшите его и приложите снова."),
    "file_empty": gettext_lazy("Файл «%(name)s» пустой. Приложите другой."),
    "file_type_refused": gettext_lazy(
        "Файл «%(name)s» не подходит: принимаем только JPEG, PNG, WebP, PDF и простой текст (.txt)."
    ),
    "leaving_planned": gettext_lazy("Договор расторгается: %(on)s всё отключится. Сначала передумайте и останьтесь."),
    "link_key_used": gettext_lazy(
        "Ссылка из этой формы уже создана, но с другими словами, суммой или сроком: «%(label)s», она в списке. "
        "Если нужна ещё одна, отправьте форму снова."
    ),
    "money_owed": gettext_lazy("Сначала погасите долг %(owed_kopecks)s: без ваших данных его не закрыть."),
    "money_left": gettext_lazy(
        "На счёте осталось %(left_kopecks)s. Сначала заберите эти деньги: потом мы не узнаем, что они ваши."
    ),
}
"""What is said when the error's parameters are at hand."""


def refusal_words(code: str, parameters: Mapping[str, object] | None = None) -> str:
    """The sentence for a code, with its figures where they are given; a general one for an unknown code."""
    if parameters and code in WITH_FIGURES:
        said = {name: _written(name, value) for name, value in parameters.items()}
        try:
            return str(WITH_FIGURES[code]) % said
        except KeyError:
            pass
    return str(SENTENCES.get(code, SENTENCES["refused"]))


def refusal(error: DomainError) -> str:
    """What the person who asked is told of an error."""
    return refusal_words(error.code, error.parameters)


def _written(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return day_and_moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int) and name.endswith("_kopecks"):
        return byn(value)
    if name == "plan":
        return plan_name(str(value))
    return gettext("не указано") if value is None else str(value)
