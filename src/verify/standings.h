// Standings: cache of principals by subject, profile, scopes and audiences; invalidated by events.
// A new token of a cached subject costs a signature check and no lookup of the subject. Internal to
// verify.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/caller.h"
#include "verify/revocations.h"

namespace bearward::verify {

// Standing is an active subject as seen through one kind of token with one set of bounds.
struct Standing {
  std::shared_ptr<const model::Principal> principal;
  std::int64_t generation = 0;  // of an application
};

// StandingName is the cache key: all that a standing depends on, except what events invalidate.
struct StandingName {
  std::string_view environment;
  std::string_view kind;  // of the subject
  std::string_view subject;
  std::string_view organization;
  std::string_view profile;
  model::CredentialKind credential;
  const std::vector<std::string>* scopes;  // nullptr: all
  const std::vector<std::string>& audiences;
};

// Standings is safe from any thread. It contains active subjects only; a miss means unknown.
class Standings {
 public:
  static constexpr std::size_t kStripes = 16;
  // kMostInStripe times kStripes entries take a few megabytes. A full stripe is cleared.
  static constexpr std::size_t kMostInStripe = 256;

  // The constructor keeps a reference to `revocations`, which must outlive the object.
  explicit Standings(const Revocations& revocations) : revocations_(revocations) {}
  // Find returns the cached standing, unless anything that it depends on has changed since.
  std::optional<Standing> Find(const StandingName& name) const;
  // Put stores a standing whose facts were read after `epoch` was read from the revocations.
  void Put(const StandingName& name, Standing standing, std::uint64_t epoch);
  std::size_t size() const;

 private:
  struct Entry {
    Standing standing;
    std::uint64_t epoch;
  };
  struct alignas(64) Stripe {
    std::mutex mutex;
    boost::unordered_flat_map<std::string, Entry> entries;
  };
  Stripe& StripeOf(const std::string& key) const {
    return stripes_[std::hash<std::string_view>()(key) % kStripes];
  }

  const Revocations& revocations_;
  mutable std::array<Stripe, kStripes> stripes_;
};

}  // namespace bearward::verify
