#include "model/session.h"

#include <algorithm>
#include <array>

namespace bearward::model {
namespace {

constexpr std::array<std::string_view, 3> kKinds = {"user", "application", "environment"};

}  // namespace

std::string_view SubjectKindName(SubjectKind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}

std::optional<SubjectKind> ParseSubjectKind(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<SubjectKind>(found - kKinds.begin());
}

}  // namespace bearward::model
