"""Messages in English."""

from kosmos.notifications.words import Saying, Tongue

EN = Tongue(
    sayings={
        "connected": Saying(
            "Service connected", "We connected {plans}. It works already.", "{plans} is connected and works."
        ),
        "running": Saying("Service works again", "{plans} works again.", "{plans} works again."),
        "blocked": Saying(
            "Service stopped: not enough money",
            "We stopped {plans}: there is not enough money on the account. It costs nothing meanwhile.{needed}",
            "{plans} is stopped: not enough money.{needed_sms}",
        ),
        "ended": Saying("Service ended", "{plans} ended on {on}.", "{plans} ended on {on}."),
        "low": Saying(
            "Your money will soon run out",
            "The money on your account lasts through {until}. Top up so that your services do not stop.",
            "Your money lasts through {until}. Top up so that services do not stop.",
        ),
        "payment_received": Saying(
            "Payment received", "We credited {sum} to your account. Thank you!", "We received {sum}. Thank you!"
        ),
        "bill_made": Saying(
            "A bill to pay",
            "A bill for {sum}: {comment}. Pay it by card until {until_at} on the bank’s page:\n{link}",
            "Bill {sum}, until {until_at}: {link}",
        ),
        "payment_reversed": Saying(
            "Payment taken back",
            "A payment of {sum} was reversed and taken from your account. If you did not ask for this, call us.",
            "A payment of {sum} was reversed.",
        ),
        "promise_taken": Saying(
            "Promised payment is on",
            "Your services work on trust until {until_at}. Top up before that.",
            "Promised payment until {until_at}. Top up before that.",
        ),
        "promise_lapsed": Saying(
            "Promised payment is over",
            "The promised payment is over. Top up so that your services do not stop.",
            "The promised payment is over. Top up to keep your services.",
        ),
        "unblocked": Saying(
            "Services are switched on for a time",
            "We have switched your services on until {until_at}, though there is not enough money. Top up by then.",
            "Services are on until {until_at}. Top up by then.",
        ),
        "unblock_ended": Saying(
            "The time of your services is over",
            "The time for which we had switched your services on is over. Top up so that they do not stop.",
            "The time of your services is over. Top up.",
        ),
        "suspension_planned": Saying(
            "Suspension planned",
            "Your services will pause from {first} through {last}. You can cancel this before it begins.",
            "Services will pause from {first} through {last}.",
        ),
        "suspension_began": Saying(
            "Services suspended",
            "Your services are suspended through {last} and cost nothing. You can resume them earlier in the cabinet.",
            "Services are suspended through {last}.",
        ),
        "suspension_ended": Saying("Suspension over", "The suspension is over.", "The suspension is over."),
        "suspension_resumed": Saying(
            "Suspension ended early", "You ended the suspension early.", "The suspension was ended early."
        ),
        "suspension_cancelled": Saying(
            "Suspension cancelled",
            "The suspension from {first} is cancelled.",
            "The suspension from {first} is cancelled.",
        ),
        "plan_change_planned": Saying(
            "Plan change planned",
            "From {on} you will have {new} instead of {old}. You can cancel this in the cabinet before that day.",
            "From {on} your plan is {new}.",
        ),
        "plan_changed": Saying(
            "Plan changed", "From {on} your plan is {new} instead of {old}.", "From {on} your plan is {new}."
        ),
        "end_planned": Saying(
            "End planned",
            "{plans} will end on {on}. You can cancel this in the cabinet before that day.",
            "{plans} will end on {on}.",
        ),
        "price_changed": Saying(
            "A fee will change",
            "From {on} {plans} will cost {sum} a month instead of {before}.",
            "From {on} {plans} costs {sum} a month instead of {before}.",
        ),
        "price_kept": Saying(
            "The fee will not change",
            "From {on} {plans} will cost {sum} a month as before. Our earlier message no longer holds.",
            "From {on} {plans} costs {sum} a month as before.",
        ),
        "traffic_warning": Saying(
            "80 % of your traffic is used",
            "80 % of this month's traffic of {plans} is used, {left} is left. {then}",
            "{plans}: 80 % of the traffic is used, {left} is left.",
        ),
        "traffic_used_up": Saying(
            "Your traffic is used up",
            "This month's traffic of {plans} is used up. {then}",
            "{plans}: this month's traffic is used up.",
        ),
        "request_answered": Saying(
            "An answer to your request",
            "We answered your request No. {number}. You can read the answer in the cabinet, under Requests.",
            "We answered your request No. {number}. See the cabinet.",
        ),
        "contact_changed": Saying(
            "A contact was changed",
            "Your {contact} was changed in the cabinet. If it was not you, call us and change your password.",
            "Your {contact} was changed in the cabinet. If it was not you, call us.",
        ),
        "email_code_asked": Saying(
            "A code to confirm your e-mail",
            "Code: {code}. Type it in the cabinet before {until_at}. If you did not change your e-mail, do nothing.",
        ),
        "access_link_email": Saying(
            "A link for a new password",
            "To set a new password for your account pages, open this link:\n{link}\n"
            "It works until {until_at} and only once. If you did not ask for it, do nothing and call us.",
        ),
        "access_link_sms": Saying(
            "A link for a new password",
            "To set a new password for your account pages, open this link:\n{link}",
            "Your new password: {link} Do not pass it on.",
        ),
        "access_link_sent": Saying(
            "A link for a new password was sent",
            "A link for a new password was sent to a contact of the contract. If it was not you who asked, call us.",
            "A link for a new password was sent. If it was not you who asked, call us.",
        ),
        "password_changed": Saying(
            "Password changed",
            "The password of your cabinet was changed. If it was not you, call us.",
            "The password of your cabinet was changed. If it was not you, call us.",
        ),
        "second_factor_on": Saying(
            "Sign-in by code is on",
            "From now on signing in to the cabinet needs a code from your app.",
            "Signing in by code is on.",
        ),
        "second_factor_off": Saying(
            "Sign-in by code is off",
            "Signing in to the cabinet needs no code from your app any more. If it was not you, call us.",
            "Signing in by code is off. If it was not you, call us.",
        ),
        "deletion_planned": Saying(
            "Deletion of your data planned",
            "Your data will be deleted on {planned_at}. You can cancel this in the cabinet before that.",
            "Your data will be deleted on {planned_at}.",
        ),
        "deletion_cancelled": Saying(
            "Deletion cancelled", "The deletion of your data is cancelled.", "The deletion of your data is cancelled."
        ),
        "news": Saying("{title}", "{body}", "{title}"),
    },
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    day="{day} {month}",
    needed=" To have it back today, top up by {sum}.",
    needed_sms=" Top up by {sum}.",
    account="Account {number}",
    contacts={"phone": "phone number", "email": "e-mail address"},
    then={
        "throttle": "When it is used up, the speed goes down.",
        "stop": "When it is used up, the internet stops until the month ends.",
        "charge": "When it is used up, each megabyte is paid for.",
        "throttle_now": "The speed is lower until the month ends.",
        "stop_now": "The internet is stopped until the month ends.",
        "charge_now": "Each megabyte is paid for until the month ends.",
    },
    greeting="Hello, {name}!",
    ending="You can choose which messages you get in the cabinet, under Notifications.",
    quotes=("“", "”"),
)
