#include "keys/signing_keys.h"

#include "verify/authority.h"

namespace bearward::keys {

base::Result<SigningKeys::Entries> SigningKeys::List(const model::Caller& caller) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return keys_.List(caller->environment);
}

base::Result<SigningKeys::Entries> SigningKeys::Rotate(const model::Caller& caller,
                                                       std::string_view profile,
                                                       token::Renewal renewal) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(keys_.Renew(caller->environment, profile, renewal, caller.AsActor()));
  return keys_.List(caller->environment);
}

}  // namespace bearward::keys
