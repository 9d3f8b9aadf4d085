// Need: what an action asks of a caller. A route without one does not compile; an open route says
// Need::Open() aloud.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace bearward::model {

struct Principal;

// Need is a set of permissions, or the explicit waiver of any credential.
class Need {
 public:
  // Open waives the check: no credential is looked at.
  static Need Open() { return Need(true, {}); }
  // Live asks for any live credential and nothing more.
  static Need Live() { return Need(false, {}); }
  // All asks for a live credential with every one of these permissions. The texts must be literals.
  static Need All(std::initializer_list<std::string_view> permissions) {
    return Need(false, permissions);
  }
  // Of asks likewise, by texts that are not literals and outlive the need.
  static Need Of(std::span<const std::string_view> permissions) {
    return Need(false, {permissions.begin(), permissions.end()});
  }

  bool open() const { return open_; }
  const std::vector<std::string_view>& permissions() const { return permissions_; }
  // IsMetBy says whether the principal holds every permission asked for; the permission "*" holds
  // all. A pure function: evaluated anew for each request, never cached (incident class E1).
  bool IsMetBy(const Principal& principal) const;

 private:
  Need(bool open, std::vector<std::string_view> permissions)
      : open_(open), permissions_(std::move(permissions)) {}
  bool open_;
  std::vector<std::string_view> permissions_;
};

}  // namespace bearward::model
