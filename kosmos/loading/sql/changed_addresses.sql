-- Accounts here whose address the file gives otherwise: before and after. Reads only.
SELECT contract.account_id, staged.account,
       contract.city, contract.street, contract.house, contract.building, contract.apartment, contract.dormitory,
       contract.room,
       staged.city, staged.street, staged.house, staged.building, staged.apartment, staged.dormitory, staged.room
  FROM loading_target target
  JOIN loading_row staged USING (line)
  JOIN subscribers_contract contract ON contract.account_id = target.account_id
 WHERE (contract.city, contract.street, contract.house, contract.building, contract.apartment,
        contract.dormitory, contract.room)
       IS DISTINCT FROM (staged.city, staged.street, staged.house, staged.building, staged.apartment,
                         staged.dormitory, staged.room)
 ORDER BY staged.line
