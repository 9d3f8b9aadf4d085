// Resolve name: finds applications and users by client id, username or email instead of their ids.
#include "directory/directory.h"
#include "store/applications.h"
#include "store/users.h"

namespace bearward::directory {

base::Result<ApplicationName> Directory::ResolveApplication(const model::Caller& caller,
                                                            std::string_view id_or_client_id) {
  const std::string text(id_or_client_id);
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<ApplicationName> {
    BW_TRY_ASSIGN(auto found, store::FindApplication(tx, caller->environment, {text}));
    if (!found) {
      BW_TRY_ASSIGN(found, store::FindApplicationByClientId(tx, caller->environment, text));
    }
    if (!found) return ApplicationName{{text}, text};
    return ApplicationName{found->id, found->client_id};
  });
}

base::Result<model::UserId> Directory::ResolveUser(const model::Caller& caller,
                                                   std::string_view id_or_login) {
  const std::string text(id_or_login);
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<model::UserId> {
    BW_TRY_ASSIGN(auto found, store::FindUser(tx, caller->environment, {text}));
    if (!found) {
      BW_TRY_ASSIGN(found, store::FindUserByLogin(tx, caller->environment, text));
    }
    return found ? found->id : model::UserId{text};
  });
}

}  // namespace bearward::directory
