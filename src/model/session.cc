#include "model/session.h"

#include <array>

namespace bearward::model {

std::string_view SubjectKindName(SubjectKind kind) {
  static constexpr std::array<std::string_view, 3> kNames = {"user", "application", "environment"};
  return kNames.at(static_cast<std::size_t>(kind));
}

}  // namespace bearward::model
