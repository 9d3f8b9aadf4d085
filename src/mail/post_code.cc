#include "mail/post_code.h"

#include <utility>

namespace bearward::mail {
namespace {

using model::EmailCodeKind;

// LetterOf returns the email that delivers a kind of code.
Letter LetterOf(EmailCodeKind kind) {
  switch (kind) {
    case EmailCodeKind::kEmailVerification:
      return Letter::kVerification;
    case EmailCodeKind::kMagicAuth:
      return Letter::kMagicAuth;
    case EmailCodeKind::kPasswordReset:
      return Letter::kPasswordReset;
    case EmailCodeKind::kEmailChange:
      break;
  }
  return Letter::kEmailChange;
}

}  // namespace

base::Result<model::EmailCode> PostCode(store::WriteTx& tx, const Outbox& outbox,
                                        const NewCode& code, const model::User& user,
                                        const std::string& email, const model::EventBy& by) {
  NewCode made = code;
  made.row.environment = user.environment;
  made.row.user = user.id;
  made.row.email = email;
  BW_TRY(InsertCode(tx, made, by, outbox.code_limit()));
  BW_TRY(outbox.Add(tx,
                    {.environment = user.environment,
                     .letter = LetterOf(made.row.kind),
                     .to = email,
                     .code_id = made.row.id,
                     .sealed = made.row.sealed,
                     .expires_at = made.row.expires_at},
                    by.at()));
  return std::move(made.row);
}

}  // namespace bearward::mail
