// Opening: the last part of every sign-in, after the password or code was checked. Internal to the
// module.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "login/login.h"
#include "store/rehearse.h"
#include "store/transaction.h"

namespace bearward::login {

// Confirm uses up what was checked and fails if that is no longer valid. It runs inside the write
// of the result of the sign-in; empty: a password is not used up.
using Confirm = std::function<base::Status(store::WriteTx& tx)>;

// Opening is a checked user who is about to get a session. `load` returns the subject of the
// session; it runs before the tokens are made, and again in the write.
struct Login::Opening {
  model::User user;
  std::function<base::Result<token::Subject>(store::ReadTx& tx, const model::User& user)> load;
  std::string_view profile;
  model::Origin origin;
  Device device = {};
  model::AuthMethod method = model::AuthMethod::kPassword;
  Confirm confirm = nullptr;
  bool joins = false;          // `confirm` makes the user a member: `load` must see it
  base::Secret replaces = {};  // of ConsoleClient
  // continues is the expiry of the session whose organization the user changes. The new session
  // ends then, too, and is not counted as a sign-in.
  std::optional<base::Time> continues = std::nullopt;
};

// Checked is a user whose password or code was checked.
struct Login::Checked {
  model::User user;
  model::AuthMethod method;
  model::Origin origin;
  Confirm confirm = nullptr;
  std::string invitation = {};  // the id of that of the code
  bool joins = false;           // as in Opening
};

// ReadAfter returns what `read` finds after the `confirm` of an Opening or Checked that joins an
// organization; it only rehearses that. The tokens are signed before the write that makes them
// valid, but have the claims of the time after it.
template <class Step, class F>
auto ReadAfter(store::Store& store, const Step& step, F read)
    -> std::invoke_result_t<F, store::ReadTx&> {
  if (!step.joins) return store.Read(read);
  return store::Rehearse(store, [&](store::WriteTx& tx) -> std::invoke_result_t<F, store::ReadTx&> {
    BW_TRY(step.confirm(tx));
    return read(tx);
  });
}

// PreviousSession names the session in whose place a new one is opened. It may not exist.
struct PreviousSession {
  model::EnvironmentId environment;
  model::SessionId id;
};
// EndPrevious ends a session of the console that is live at `at`, and nothing else. Its own user
// ends it, because the request presents it.
base::Status EndPrevious(store::WriteTx& tx, const PreviousSession& previous,
                         const model::Origin& origin, base::Time at);

// FindUnchanged returns the stored user. InvalidCredentials if it was deleted or deactivated, or
// its password replaced, since the check: the change has ended all sessions, and the old password
// must not open another one. The same if it has been required since to replace the password.
base::Result<model::User> FindUnchanged(store::ReadTx& tx, const model::User& checked);

}  // namespace bearward::login
