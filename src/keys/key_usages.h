// KeyUsages: how often an API key was used on this node, and why it was refused.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "keys/organization_keys.h"
#include "model/caller.h"
#include "store/store.h"
#include "verify/key_usage.h"

namespace bearward::keys {

// KeyUsages is safe from any thread. It reads what the verifier counts in memory.
class KeyUsages {
 public:
  // Parts must outlive this object.
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    const OrganizationKeys& organization_keys;
    const verify::KeyUsage& counted;
  };
  explicit KeyUsages(Parts parts) : parts_(parts) {}

  // Read returns the usage of a key of a user, an environment or an organization; nullopt if this
  // node does not count the key. It needs what reading the key needs. kNotFound "key_not_found" or
  // "api_key_not_found" for a key that the caller may not see, or that was revoked.
  base::Result<std::optional<verify::KeyUsage::Report>> Read(const model::Caller& caller,
                                                             const std::string& key) const;

 private:
  base::Status CheckReads(const model::Caller& caller, const std::string& key) const;

  Parts parts_;
};

}  // namespace bearward::keys
