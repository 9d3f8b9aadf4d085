#include <string>
#include <utility>

#include "json/writer.h"
#include "login/login.h"
#include "login/resolve.h"
#include "model/event.h"
#include "store/users.h"

namespace bearward::login {
namespace {

// CheckUnchanged refuses when the password was replaced between the check and the write: the change
// has ended all sessions, and the old password must not open one more. A hash that is merely
// renewed at another cost keeps password_changed_at.
base::Status CheckUnchanged(store::ReadTx& tx, const model::User& checked) {
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, checked.environment, checked.id));
  if (user && user->password_changed_at == checked.password_changed_at) return {};
  return base::Fail(verify::InvalidCredentials("the password was replaced meanwhile"));
}

base::Status AppendCreated(store::WriteTx& tx, const model::Session& session) {
  model::Event event{
      .environment = session.environment,
      .organization = session.organization,
      .type = model::EventType::kSessionCreated,
      .actor = {std::string(SubjectKindName(session.subject_kind)), session.subject_id},
      .target = session.id.text,
      .at = session.created_at,
      .data = {}};
  json::Writer(event.data).BeginObject().Key("profile").String(session.profile).EndObject();
  return tx.Append(std::move(event));
}

}  // namespace

base::Result<SignedIn> Login::SignIn(const verify::PasswordClaim& claim, std::string_view profile,
                                     std::optional<std::int64_t> account) {
  BW_TRY_ASSIGN(const auto user, parts_.passwords.Check(claim, account));
  BW_TRY_ASSIGN(auto subject,
                parts_.store.Read([&](store::ReadTx& tx) { return Resolve(tx, user, account); }));
  BW_TRY_ASSIGN(auto issued, parts_.issuer.Open(subject, profile));
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(CheckUnchanged(tx, user));
    BW_TRY(Resolve(tx, user, account));
    BW_TRY(token::PersistNew(tx, issued));
    return AppendCreated(tx, issued.session);
  }));
  return SignedIn{std::move(issued), std::move(subject)};
}

}  // namespace bearward::login
