#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "app/core_parts.h"
#include "store/events.h"
#include "verify/refusal_log.h"
#include "verify/usage.h"

namespace bearward::app {
namespace {

constexpr std::chrono::nanoseconds kRotationInterval = std::chrono::hours(1);
// A failed rotation may have generated RSA keys that are discarded, so it is not retried at once.
constexpr std::chrono::nanoseconds kRotationRetryInterval = std::chrono::seconds(5);
// With the interval after which the verifier notes a use again, this keeps last_used_at within 60
// s.
constexpr std::chrono::nanoseconds kUsageInterval = std::chrono::seconds(20);
// A start this long after the newest event, or any time before it, may have a wrong clock.
constexpr std::chrono::hours kUsualPause{24};

}  // namespace

base::Status Core::Parts::Rotate(token::Forget forget) {
  base::Status status = keys.Rotate(forget);
  rotate_at = outside.clock.Ticks() + (status ? kRotationInterval : kRotationRetryInterval).count();
  return status;
}

// A jump while the program did not run is visible only in the time of the newest event.
base::Status Core::Parts::DoubtClock() {
  BW_TRY_ASSIGN(const auto newest, store->Read(store::LastEventTime));
  if (!newest) return {};
  const auto pause = outside.clock.Now() - *newest;
  if (pause > -base::ClockWatch::kSmallestJump && pause <= kUsualPause) return {};
  outside.log.Warn(
      "The wall clock differs from the time of the newest event. Pruning pauses for an hour.",
      {{"by_ms", std::to_string(pause.count())}});
  clock_watch.Distrust();
  return {};
}

// A thread of its own, as for other mailers, would let a test read the mailbox before an email is
// in it.
base::Status Core::Parts::DeliverToMailbox() {
  if (mailbox == nullptr) return {};
  const std::lock_guard lock(delivering);
  for (bool more = true; more;) {
    BW_TRY_ASSIGN(more, delivery->SendDue());
  }
  return {};
}

// Refusals that a wrong clock caused must not stay cached, and the correct time may need other
// keys.
void Core::Parts::NoteJump(std::chrono::milliseconds jump) {
  if (jump.count() == 0) return;
  outside.log.Warn("The wall clock was set. Pruning pauses for an hour.",
                   {{"by_ms", std::to_string(jump.count())}});
  verifier.ForgetRefusals();
  rotate_at = outside.clock.Ticks();
}

// A node must know a signing key before another node uses it.
base::Status Core::Parts::Follow() {
  return store->Follow([this](std::span<const model::Event> seen) -> base::Status {
    using enum model::EventType;
    const auto any = [seen](auto... types) {
      return std::ranges::any_of(
          seen, [=](const model::Event& event) { return ((event.type == types) || ...); });
    };
    if (any(kEnvironmentCreated)) other_environments = true;
    return any(kSigningKeyCreated, kSigningKeyRetired) ? keys.Load() : base::Status();
  });
}

base::Status Core::Parts::TakeInForeignChanges() {
  BW_TRY_ASSIGN(bool foreign, store->CatchUp());
  foreign = other_environments.exchange(false) || foreign;
  if (foreign) rotate_at = outside.clock.Ticks();
  return {};
}

// More uses than fit in one transaction are written without waiting for the interval.
base::Status Core::Parts::FlushUsage() {
  const std::int64_t now = outside.clock.Ticks();
  const bool due = now - flushed_at >= kUsageInterval.count();
  if (!due && verifier.usage().waiting() < verify::Usage::kMostInFlush) return {};
  BW_TRY(verifier.usage().Flush());
  // The rest is written in the next call.
  if (verifier.usage().waiting() == 0) flushed_at = now;
  return {};
}

// Data that cannot be written at shutdown is lost: last_used_at is then too old, the last refusals
// are only in the request log, and the newest events have no checkpoint until the next start.
void Core::Parts::WriteNotes() {
  while (verifier.usage().waiting() > 0 && verifier.usage().Flush()) {
  }
  if (const auto status = verifier.refusals().FlushAll(); !status) {
    outside.log.Error("refusals not written", {{"detail", status.error().detail}});
  }
  if (const auto status = upkeep.checkpoints.MakeLast(); !status) {
    outside.log.Error("event checkpoint not written", {{"detail", status.error().detail}});
  }
}

base::Status Core::Tend() {
  Parts& parts = *parts_;
  base::Status first;
  const auto note = [&first](base::Status status) {
    if (first && !status) first = std::move(status);
  };
  parts.NoteJump(parts.clock_watch.Observe());
  const bool trusted = parts.clock_watch.trusted();
  note(parts.TakeInForeignChanges());
  if (parts.outside.clock.Ticks() >= parts.rotate_at) {
    note(parts.Rotate(trusted ? token::Forget::kYes : token::Forget::kNo));
  }
  note(parts.environment_cache.Retry());
  note(parts.cors_origin_cache.Retry());
  note(parts.branding_cache.Retry());
  note(parts.verifier.Warm());
  note(parts.verifier.refusals().Flush());
  note(parts.FlushUsage());
  note(parts.upkeep.gateway_use.Record());
  note(parts.DeliverToMailbox());
  note(parts.upkeep.loads.RunDue());
  note(parts.upkeep.checkpoints.MakeDue());
  if (trusted) {
    note(parts.upkeep.reminders.RunDue());
    note(parts.upkeep.pruning.RunDue());
  }
  return first;
}

}  // namespace bearward::app
