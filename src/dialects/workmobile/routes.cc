#include "dialects/workmobile/routes.h"

#include <utility>

#include "dialects/workmobile/codec.h"
#include "dialects/workmobile/contracts.h"
#include "dialects/workmobile/data.h"
#include "dialects/workmobile/dialect.h"
#include "dialects/workmobile/notifications.h"
#include "dialects/workmobile/row.h"
#include "token/profiles.h"

namespace bearward::dialects::workmobile {
namespace {

using base::Result;
using door::Call;
using door::Outcome;

Result<Outcome> ReadInstance(const Uses& uses, Call& call) {
  return EncodeInstance(uses.version, call.now());
}

Result<Outcome> Authenticate(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  BW_TRY_ASSIGN(const verify::PasswordClaim claim, DecodeCredentials(body, call));
  BW_TRY_ASSIGN(auto signed_in, uses.login.SignIn(claim, token::kWorkMobile, std::nullopt));
  call.NoteLimit(signed_in.value.limit);
  // A sign-in is never superseded, so the reply is written here, while `call` is valid.
  return door::Defer<login::SignedIn>(
      std::move(signed_in), [&call](const login::SignedIn& present) {
        return door::NoStore(BareString(call, 200, present.issued.access.Reveal()));
      });
}

Result<Outcome> ReadAccount(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const users::Account account, uses.users.ReadAccount(call.caller()));
  return EncodeAccount(account);
}

std::vector<Row> BasicRows() {
  using enum http::Method;
  const auto api = model::Need::All({"api:access"});
  return {
      {kGet, "", door::OpenGuard(), door::RunOn::kInline, ReadInstance, "workmobile.instance",
       "Read the version and the time of the instance", &kInstance},
      {kPost, "/Account/Authenticate", door::OpenGuard(), door::RunOn::kHashing, Authenticate,
       "workmobile.authenticate", "Sign in with username and password", &kAuthenticate},
      {kGet, "/account", Login(api), door::RunOn::kWorker, ReadAccount, "workmobile.account",
       "Read the signed-in user", &kAccount},
  };
}

std::vector<Row> Rows() {
  std::vector<Row> rows = BasicRows();
  for (Row& row : DataRows()) rows.push_back(std::move(row));
  for (Row& row : NotificationRows()) rows.push_back(std::move(row));
  return rows;
}

}  // namespace

std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect) {
  std::vector<door::Route> routes;
  for (const std::string& base : dialect.mount.prefixes) {
    for (const Row& row : Rows()) {
      routes.push_back({row.method, base + std::string(row.path), row.guard, row.run_on,
                        door::Bind(uses, row.function), row.operation, row.summary, row.contract,
                        &dialect});
      routes.back().cross_origin = row.function == Authenticate;
    }
  }
  return routes;
}

}  // namespace bearward::dialects::workmobile
