// Vectors: test vectors, stored as text files beside the code they test.
#pragma once

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/encode.h"

namespace bearward::testing {

// Vector is one case: a map of names to values.
using Vector = std::map<std::string, std::string>;

// ReadVectors reads cases of `name = value` lines, separated by empty lines; '#' starts a comment.
// The path is relative to the source tree. A missing file returns no cases, so the test must assert
// that there are some.
inline std::vector<Vector> ReadVectors(std::string_view source_tree, std::string_view path) {
  std::ifstream file(std::string(source_tree) + "/" + std::string(path));
  std::vector<Vector> all(1);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const std::size_t sign = line.find(" =");
    if (sign == std::string::npos) {
      if (!all.back().empty()) all.emplace_back();
      continue;
    }
    all.back()[line.substr(0, sign)] = line.substr(std::min(sign + 3, line.size()));
  }
  if (all.back().empty()) all.pop_back();
  return all;
}

// Hex returns the decoded bytes of a hexadecimal value of a case; the empty string if it is missing
// or invalid.
inline std::string Hex(const Vector& vector, const std::string& name) {
  const auto found = vector.find(name);
  return found == vector.end() ? "" : base::HexDecode(found->second).value_or("");
}

}  // namespace bearward::testing
