// SigningKeys: the signing keys of an environment, for a caller that acts for it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/caller.h"
#include "token/keys.h"

namespace bearward::keys {

// SigningKeys is safe from any thread. kDenied "not_the_environment" for any other caller.
class SigningKeys {
 public:
  explicit SigningKeys(token::Keys& keys) : keys_(keys) {}

  using Entries = std::vector<std::shared_ptr<const token::SigningKeyEntry>>;
  // List returns the keys that verify now or will sign next, newest first.
  base::Result<Entries> List(const model::Caller& caller) const;
  // Rotate replaces the keys before their time and returns the keys after it (token::Keys::Renew).
  base::Result<Entries> Rotate(const model::Caller& caller, std::string_view profile,
                               token::Renewal renewal) const;

 private:
  token::Keys& keys_;
};

}  // namespace bearward::keys
