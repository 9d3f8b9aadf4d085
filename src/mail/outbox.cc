#include "mail/outbox.h"

#include "base/id.h"
#include "base/words.h"
#include "mail/codes.h"
#include "store/emails.h"

namespace bearward::mail {

base::Status Outbox::Add(store::WriteTx& tx, const Posted& posted, base::Time now) const {
  if (!enabled_ || !IsMailable(posted.to)) return {};
  model::Email row;
  row.id = std::string(model::kEmailRecord.id_prefix) + "_" + base::NewUlid(now, entropy_);
  row.environment = posted.environment;
  row.created_at = row.updated_at = now;
  row.kind = base::Word(posted.letter);
  row.recipient = posted.to;
  row.user = posted.user;
  row.organization = posted.organization;
  row.next_attempt_at = now;
  row.expires_at = posted.expires_at;
  row.code_id = posted.code_id;
  row.sealed = posted.sealed;
  return store::Emails().Insert(tx, row);
}

base::Result<Message> Outbox::Open(const model::Email& row) const {
  const auto letter = base::ParseWord<Letter>(row.kind);
  if (!letter) return base::Fail(base::Internal("the email has an unknown kind"));
  if (!row.sealed || !row.code_id) return base::Fail(base::Internal("the email has no code"));
  BW_TRY_ASSIGN(const base::Secret code, OpenSealed(ring_, *row.sealed, *row.code_id));
  return Compose(*letter, row.recipient, VariableOf(row, *letter, code));
}

base::Secret Outbox::VariableOf(const model::Email& row, Letter letter,
                                const base::Secret& code) const {
  if (letter == Letter::kPasswordReset) return links_.ToPasswordReset(code, row.environment);
  if (letter == Letter::kInvitation) return links_.ToInvitation(code, row.environment);
  return code;
}

}  // namespace bearward::mail
