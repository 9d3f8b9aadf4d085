// Need: the authorization that an action requires of its caller. A route without a Need does not
// compile; a public route must state Need::Open().
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace bearward::model {

struct Principal;

// Need is a set of required permissions, or the explicit statement that no credential is required.
class Need {
 public:
  // Open requires nothing: no credential is read.
  static Need Open() { return Need(true, {}); }
  // Live requires a live credential (not revoked, not expired) and no permission.
  static Need Live() { return Need(false, {}); }
  // All requires a live credential with all of these permissions. The texts must be string
  // literals.
  static Need All(std::initializer_list<std::string_view> permissions) {
    return Need(false, permissions);
  }
  // Of is All for texts that are not literals; they must outlive the Need.
  static Need Of(std::span<const std::string_view> permissions) {
    return Need(false, {permissions.begin(), permissions.end()});
  }

  bool open() const { return open_; }
  const std::vector<std::string_view>& permissions() const { return permissions_; }
  // IsMetBy says whether the principal has every required permission; the permission "*" includes
  // all. It is a pure function, evaluated for each request and never cached (incident class E1).
  bool IsMetBy(const Principal& principal) const;

 private:
  Need(bool open, std::vector<std::string_view> permissions)
      : open_(open), permissions_(std::move(permissions)) {}
  bool open_;
  std::vector<std::string_view> permissions_;
};

}  // namespace bearward::model
