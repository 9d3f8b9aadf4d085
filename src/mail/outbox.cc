#include "mail/outbox.h"

#include "base/id.h"
#include "base/words.h"
#include "mail/codes.h"

namespace bearward::mail {

base::Status Outbox::Add(store::WriteTx& tx, const Posted& posted, base::Time now) const {
  if (!enabled_ || !IsMailable(posted.to)) return {};
  return store::InsertOutboxRow(tx, {.id = "mail_" + base::NewUlid(now, entropy_),
                                     .environment = posted.environment,
                                     .letter = std::string(base::Word(posted.letter)),
                                     .recipient = posted.to,
                                     .code_id = posted.code_id,
                                     .sealed = posted.sealed,
                                     .next_at = now,
                                     .expires_at = posted.expires_at,
                                     .created_at = now});
}

base::Result<Message> Outbox::Open(const store::OutboxRow& row) const {
  const auto letter = base::ParseWord<Letter>(row.letter);
  if (!letter) return base::Fail(base::Internal("the outbox has an unknown letter"));
  BW_TRY_ASSIGN(const base::Secret code, OpenSealed(ring_, row.sealed, row.code_id));
  return Compose(*letter, row.recipient, VariableOf(row, *letter, code));
}

base::Secret Outbox::VariableOf(const store::OutboxRow& row, Letter letter,
                                const base::Secret& code) const {
  if (letter == Letter::kPasswordReset) return links_.ToPasswordReset(code, row.environment);
  if (letter == Letter::kInvitation) return links_.ToInvitation(code, row.environment);
  return code;
}

}  // namespace bearward::mail
