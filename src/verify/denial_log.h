// DenialLog: the newest denials of this node, to explain one of them to an administrator.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/words.h"
#include "model/event.h"
#include "model/ids.h"

namespace bearward::verify {

// DenialStep is the step that refused a request: its credential was not accepted, the caller lacks
// a right, or a limit was reached.
enum class DenialStep : std::uint8_t { kCredential, kPermission, kLimit };

// Denial is one refused request. It contains no credential and no text that a client typed except
// the id of the request. `operation` is a literal of the route table.
struct Denial {
  model::EnvironmentId environment;
  std::optional<model::OrganizationId> organization = {};  // of the caller
  model::Actor actor = {};                                 // the system if none was verified
  base::Time at = {};
  DenialStep step = DenialStep::kCredential;
  std::string_view operation = {};
  std::string reason = {};                     // of the error
  std::string explanation = {};                // its public text
  std::vector<std::string_view> needs = {};    // permissions of the route, literals
  std::vector<std::string_view> missing = {};  // those of `needs` that the caller lacks
};

// DenialLog is safe from any thread. It keeps the newest kMostDenials in memory; a restart clears
// them, and each node has its own.
class DenialLog {
 public:
  static constexpr std::size_t kMostDenials = 10'000;

  void Note(Denial denial);
  // Find returns the newest denial of an environment with this id of the request, and of this
  // organization if one is given.
  std::optional<Denial> Find(const model::EnvironmentId& environment,
                             const std::optional<model::OrganizationId>& organization,
                             std::string_view request_id) const;

 private:
  mutable std::mutex mutex_;
  std::deque<Denial> denials_;  // oldest first; guarded by mutex_
};

}  // namespace bearward::verify

template <>
struct bearward::base::WordsOf<bearward::verify::DenialStep> {
  static constexpr std::array<std::string_view, 3> kWords = {"credential", "permission", "limit"};
};
