#include "mail/post_code.h"

#include <utility>

namespace bearward::mail {
namespace {

using model::EmailCodeKind;

// LetterOf returns the email that delivers a kind of code.
Letter LetterOf(EmailCodeKind kind) {
  switch (kind) {
    case EmailCodeKind::kEmailVerification:
    case EmailCodeKind::kAuthChallenge:
      return Letter::kVerification;
    case EmailCodeKind::kMagicAuth:
      return Letter::kMagicAuth;
    case EmailCodeKind::kPasswordReset:
      return Letter::kPasswordReset;
    case EmailCodeKind::kPasswordlessSession:
      return Letter::kSignInLink;
    case EmailCodeKind::kEmailChange:
      break;
  }
  return Letter::kEmailChange;
}

}  // namespace

base::Result<model::EmailCode> PostCode(store::WriteTx& tx, const Outbox& outbox,
                                        const NewCode& code, const model::User& user,
                                        const std::string& email, const model::EventBy& by) {
  BW_TRY_ASSIGN(model::EmailCode row, StoreCode(tx, outbox, code, user, email, by));
  BW_TRY(SendCode(tx, outbox, row, by.at()));
  return row;
}

base::Result<model::EmailCode> StoreCode(store::WriteTx& tx, const Outbox& outbox,
                                         const NewCode& code, const model::User& user,
                                         const std::string& email, const model::EventBy& by) {
  NewCode made = code;
  made.row.environment = user.environment;
  made.row.user = user.id;
  made.row.email = email;
  BW_TRY(InsertCode(tx, made, by, outbox.code_limit()));
  return std::move(made.row);
}

base::Status SendCode(store::WriteTx& tx, const Outbox& outbox, const model::EmailCode& row,
                      base::Time now) {
  return outbox.Add(tx,
                    {.environment = row.environment,
                     .letter = LetterOf(row.kind),
                     .to = row.email,
                     .user = row.user,
                     .code_id = row.id,
                     .sealed = row.sealed,
                     .expires_at = row.expires_at},
                    now);
}

}  // namespace bearward::mail
