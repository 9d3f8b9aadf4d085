#include "store/email_codes.h"

#include <chrono>
#include <string>

#include "store/columns.h"

namespace bearward::store {

const TableOf<model::EmailCode>& EmailCodes() {
  static const TableOf<model::EmailCode> table(model::kEmailCode);
  return table;
}

base::Result<std::optional<model::EmailCode>> FindNewestEmailCode(ReadTx& tx,
                                                                  const EmailCodesOf& codes) {
  return EmailCodes().FindWhere(
      tx,
      "environment_id = ?1 AND user_id = ?2 AND kind = ?3 ORDER BY created_at DESC, id DESC LIMIT "
      "1",
      {codes.environment.text, codes.user.text, std::string(base::Word(codes.kind))});
}

base::Result<std::optional<model::EmailCode>> FindEmailCodeByToken(
    ReadTx& tx, const model::EnvironmentId& environment, model::EmailCodeKind kind,
    std::string_view token_hash) {
  return EmailCodes().FindWhere(
      tx, "environment_id = ?1 AND token_hash = ?2 AND kind = ?3",
      {environment.text, std::string(token_hash), std::string(base::Word(kind))});
}

base::Result<std::vector<model::EmailCode>> ListEmailCodesSince(ReadTx& tx,
                                                                const EmailCodesOf& codes,
                                                                base::Time since) {
  return EmailCodes().ListWhere(
      tx, "environment_id = ?1 AND user_id = ?2 AND kind = ?3 AND created_at > ?4",
      {codes.environment.text, codes.user.text, std::string(base::Word(codes.kind)),
       base::ToMillis(since)});
}

}  // namespace bearward::store
