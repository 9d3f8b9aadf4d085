// Standings: whom the tokens of a subject stand for, as long as nothing about it has changed. A
// token that was never seen before then costs its signature, and not what its subject may. Internal
// to verify.
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

// Standing is a live subject by one kind of token with one set of bounds.
struct Standing {
  std::shared_ptr<const model::Principal> principal;
  std::int64_t generation = 0;  // of an application
};

// StandingName is all that a standing depends on, besides what events tell of.
struct StandingName {
  std::string_view environment;
  std::string_view kind;  // of subject
  std::string_view subject;
  std::string_view organization;
  std::string_view profile;
  model::CredentialKind credential;
  const std::vector<std::string>* scopes;  // nullptr: all
  const std::vector<std::string>& audiences;
};

// Standings is safe from any thread. It knows only who is live: what is not in it may be anything.
class Standings {
 public:
  static constexpr std::size_t kStripes = 16;
  // kMostInStripe times kStripes standings take some megabytes. A full stripe begins anew.
  static constexpr std::size_t kMostInStripe = 256;

  // Standings are held against `revocations`, which must live as long.
  explicit Standings(const Revocations& revocations) : revocations_(revocations) {}
  // Find gives what was put, if nothing that it depends on was touched since.
  std::optional<Standing> Find(const StandingName& name) const;
  // Put keeps a standing whose facts were read after `epoch` of the revocations was.
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
