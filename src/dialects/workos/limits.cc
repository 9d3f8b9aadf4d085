#include "dialects/workos/limits.h"

namespace bearward::dialects::workos {
namespace {

using http::Method;
using model::LimitBit;
using enum model::LimitScope;

constexpr unsigned Bit(Method method) { return 1U << static_cast<unsigned>(method); }
constexpr unsigned kAny = ~0U;
constexpr unsigned kReading = Bit(Method::kGet) | Bit(Method::kHead);

// LimitRow is a class of requests: those of these methods whose path begins with `prefix`.
struct LimitRow {
  std::string_view prefix;
  unsigned methods;
  model::LimitScope scope;
};

constexpr LimitRow kRows[] = {
    {"/", kAny, kRequests},
    {"/user_management/", kReading, kReads},
    {"/user_management/", ~kReading, kWrites},
    {"/organizations/", Bit(Method::kDelete), kDeletions},
};

}  // namespace

model::ClassLimits DefaultLimits() {
  model::ClassLimits limits;
  limits[kRequests] = {.permits = 6000, .window = 60};
  limits[kReads] = {.permits = 1000, .window = 10};
  limits[kWrites] = {.permits = 500, .window = 10};
  limits[kDeletions] = {.permits = 50, .window = 60};
  limits[kSignIns] = {.permits = 10, .window = 60};
  limits[kCodes] = {.permits = 3, .window = 60};
  return limits;
}

void SetLimits(std::span<door::Route> routes) {
  for (door::Route& route : routes) {
    for (const LimitRow& row : kRows) {
      const bool is_in_class =
          route.pattern.starts_with(row.prefix) && (row.methods & Bit(route.method)) != 0;
      if (is_in_class) route.limits |= LimitBit(row.scope);
    }
  }
}

}  // namespace bearward::dialects::workos
