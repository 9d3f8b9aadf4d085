// Limits: what one request may cost.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bearward::graphql {

// Limits bounds a document and its execution. A request that exceeds one fails with the code
// "LIMIT_EXCEEDED" and a message that names the limit.
struct Limits {
  // max_bytes limits the length of the document.
  std::size_t max_bytes = std::size_t{64} << 10;
  // max_tokens limits the number of tokens.
  std::size_t max_tokens = 5'000;
  // max_nesting limits the nesting of braces and brackets in the text: it bounds the recursion.
  std::size_t max_nesting = 60;
  // max_depth limits the nesting of fields, fragments expanded.
  std::uint64_t max_depth = 20;
  // max_aliases limits the number of aliases, fragments expanded.
  std::uint64_t max_aliases = 50;
  // max_cost limits the sum of the costs of all fields, each multiplied by the sizes of the lists
  // around it.
  std::uint64_t max_cost = 10'000;
  // max_errors limits the number of reported errors.
  std::size_t max_errors = 50;
  // max_time limits the duration of an execution. It is checked before each call of a resolver.
  std::chrono::milliseconds max_time{5'000};
};

}  // namespace bearward::graphql
