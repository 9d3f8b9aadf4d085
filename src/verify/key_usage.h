// KeyUsage: how often API keys were used, and why they were refused, in each of the last 24 hours
// on this node. It is in memory only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "verify/hourly_counts.h"
#include "verify/refusal.h"

namespace bearward::verify {

// IsApiKeyId says whether an id of a credential is that of an API key: of a user, of an
// environment, or of an organization.
bool IsApiKeyId(std::string_view id);

// KeyUsage is safe from any thread. A key that is counted already costs no lock and no allocation,
// except for the first count of an hour. It holds at most kMostKeys keys: each key has a place in
// one of kGroups groups. In a full group a new key takes the place of the one with the fewest
// requests, after the group has missed at least as many; so the most used keys stay. While a place
// is taken over, a count of the old key may fall on the new one.
class KeyUsage {
 public:
  static constexpr std::size_t kGroups = 1250;
  static constexpr std::size_t kGroupSize = 8;
  static constexpr std::size_t kMostKeys = kGroups * kGroupSize;
  static constexpr std::size_t kHours = HourlyCounts<1>::kHours;

  KeyUsage();
  ~KeyUsage();
  KeyUsage(const KeyUsage&) = delete;
  KeyUsage& operator=(const KeyUsage&) = delete;

  // NoteUse counts an allowed request of the key with that id, NoteDenial a refused one. Other ids
  // are not counted.
  void NoteUse(std::string_view id, base::Time at);
  void NoteDenial(std::string_view id, Reason reason, base::Time at);

  // Hour is one hour, by its begin. Uses do not include denials.
  struct Hour {
    base::Time begin;
    std::uint32_t uses = 0;
    std::array<std::uint32_t, kReasons> denials{};  // by Reason
  };
  // Report is the usage of one key in the last kHours hours, oldest first; the last one is not
  // complete. `since` is when this node began to count the key.
  struct Report {
    base::Time since;
    std::vector<Hour> hours;
  };
  // Read returns nullopt if this node does not count the key: it was not used here since the start,
  // or more used keys have its place.
  std::optional<Report> Read(std::string_view id, base::Time now) const;

 private:
  class Places;
  std::unique_ptr<Places> places_;
};

}  // namespace bearward::verify
