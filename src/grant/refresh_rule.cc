#include "grant/refresh_rule.h"

namespace bearward::grant {

Spending JudgeSpending(std::int64_t generation, const model::Session& session, base::Time now,
                       std::chrono::seconds window) {
  if (generation == session.generation) return Spending::kRotate;
  // The token is newer than the session: the database is older than the token (a restored backup).
  // This does not indicate a stolen token.
  if (generation > session.generation) return Spending::kStale;
  const bool in_window = window.count() > 0 && now - session.rotated_at <= window;
  if (!in_window) return Spending::kReuse;
  return generation + 1 == session.generation ? Spending::kRepeat : Spending::kStale;
}

}  // namespace bearward::grant
