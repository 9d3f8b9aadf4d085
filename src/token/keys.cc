#include "token/keys.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "base/id.h"
#include "crypto/certificate.h"
#include "json/writer.h"
#include "store/environments.h"
#include "token/rotation.h"

namespace bearward::token {
namespace {

constexpr std::string_view kSealPurpose = "signing-key";
// Keys whose kid is never published have a name as well, for the log and the events.
constexpr std::string_view kUnpublishedPrefix = "signing_key_";

base::Result<StoredKeys> ReadStored(store::ReadTx& tx) {
  StoredKeys stored;
  BW_TRY_ASSIGN(stored.environments, store::ListEnvironments(tx));
  BW_TRY_ASSIGN(stored.rows, store::ListSigningKeys(tx));
  return stored;
}

base::Result<store::SigningKeyRow> MakeRow(const MissingKey& missing, const Keys::Parts& parts) {
  const Profile& profile = *missing.profile;
  const base::Time now = parts.clock.Now();
  const std::string_view prefix =
      profile.kid_prefix.empty() ? kUnpublishedPrefix : profile.kid_prefix;
  store::SigningKeyRow row{.environment = missing.environment,
                           .kid = std::string(prefix) + base::NewUlid(now, parts.entropy),
                           .profile = std::string(profile.name),
                           .algorithm = std::string(base::Word(profile.algorithm)),
                           .sealed = {},
                           .certificate = {},
                           .created_at = now,
                           .active_from = missing.active_from,
                           .retire_at = missing.retire_at,
                           .forget_at = missing.forget_at,
                           .low_s = profile.algorithm == crypto::Algorithm::kEs256};
  BW_TRY_ASSIGN(const crypto::SigningKey key,
                crypto::SigningKey::Generate(profile.algorithm, parts.entropy));
  BW_TRY_ASSIGN(row.sealed, parts.ring.Seal(key.Serialize(), kSealPurpose));
  if (profile.algorithm != crypto::Algorithm::kHs256) {
    const auto lifetime = std::chrono::ceil<std::chrono::days>(row.forget_at - now);
    BW_TRY_ASSIGN(row.certificate, crypto::MakeKeyCertificate(key, row.kid, now, lifetime));
  }
  return row;
}

model::Event EventOf(model::EventType type, const store::SigningKeyRow& row,
                     const model::Actor& actor, base::Time now) {
  return model::EventBy(row.environment, actor, now)
      .Make(type, row.kid, std::nullopt, "{\"profile\":" + json::Quote(row.profile) + "}");
}

// IsMissing says whether a plan still has the gap that a key was made for: another process may have
// filled it since.
bool IsMissing(const RotationPlan& plan, const store::SigningKeyRow& row) {
  return std::ranges::any_of(plan.missing, [&](const MissingKey& missing) {
    return missing.environment == row.environment && missing.profile->name == row.profile &&
           missing.active_from == row.active_from;
  });
}

base::Status WritePlan(store::WriteTx& tx, const RotationPlan& plan,
                       const std::vector<store::SigningKeyRow>& made, const model::Actor& actor,
                       base::Time now) {
  for (const store::SigningKeyRow& row : made) {
    if (!IsMissing(plan, row)) continue;
    BW_TRY(store::InsertSigningKey(tx, row));
    BW_TRY(tx.Append(EventOf(model::EventType::kSigningKeyCreated, row, actor, now)));
  }
  for (const store::SigningKeyRow& row : plan.longer) {
    BW_TRY(store::UpdateSigningKeyTimes(tx, row));
  }
  for (const store::SigningKeyRow& row : plan.over) {
    BW_TRY(store::DeleteSigningKey(tx, row.environment, row.kid));
    BW_TRY(tx.Append(EventOf(model::EventType::kSigningKeyRetired, row, actor, now)));
  }
  return {};
}

bool IsOf(const SigningKeyEntry& entry, const store::SigningKeyRow& row) {
  return entry.active_from == row.active_from && entry.retire_at == row.retire_at &&
         entry.forget_at == row.forget_at && entry.low_s == row.low_s;
}

}  // namespace

// Entries by kid, and by environment with the newest first.
struct Keys::Snapshot {
  std::map<std::string, Entry, std::less<>> by_kid;
  std::map<std::string, std::vector<Entry>, std::less<>> by_environment;

  const std::vector<Entry>& Of(const model::EnvironmentId& environment) const {
    static const std::vector<Entry> kNone;
    const auto found = by_environment.find(environment.text);
    return found == by_environment.end() ? kNone : found->second;
  }
};

Keys::Keys(Parts parts, KeySchedule schedule)
    : parts_(parts), schedule_(schedule), snapshot_(std::make_shared<const Snapshot>()) {}

Keys::~Keys() = default;

base::Status Keys::Rotate(Forget forget) {
  const std::lock_guard<std::mutex> one_at_a_time(rotating_);
  base::Status status = RotateNow(forget);
  const std::lock_guard<std::mutex> lock(mutex_);
  last_rotation_ = status;
  return status;
}

// A key that signs ends earlier, and the rotation fills the gap behind it.
base::Status Keys::Renew(const model::EnvironmentId& environment, std::string_view profile,
                         Renewal renewal, const model::Actor& actor) {
  const std::lock_guard<std::mutex> one_at_a_time(rotating_);
  const base::Time now = parts_.clock.Now();
  const base::Time end = renewal == Renewal::kAtOnce ? now : now + schedule_.ahead;
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    bool found = false;
    BW_TRY_ASSIGN(const auto rows, store::ListSigningKeys(tx));
    for (store::SigningKeyRow row : rows) {
      const bool meant = row.environment == environment &&
                         (profile.empty() || row.profile == profile) && row.retire_at > now;
      found = found || meant;
      // A second renewal ahead must not end the key that the first one made before it starts.
      const bool starts_later =
          renewal == Renewal::kAtOnce ? row.active_from > end : row.active_from >= end;
      if (!meant || starts_later || row.retire_at <= end) continue;
      row.retire_at = end;
      BW_TRY(store::UpdateSigningKeyTimes(tx, row));
    }
    if (found) return {};
    return base::Fail(base::NotFound("signing_key_not_found", "No key signs for this profile."));
  }));
  return RotateNow(Forget::kNo, actor);
}

std::vector<std::shared_ptr<const SigningKeyEntry>> Keys::List(
    const model::EnvironmentId& environment) const {
  const base::Time now = parts_.clock.Now();
  std::vector<Entry> entries;
  std::ranges::copy_if(Current()->Of(environment), std::back_inserter(entries),
                       [now](const Entry& entry) { return now < entry->forget_at; });
  return entries;
}

base::Status Keys::last_rotation() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return last_rotation_;
}

base::Status Keys::CheckSigning() const {
  for (const auto& [environment, entries] : Current()->by_environment) {
    for (const Entry& entry : entries) {
      auto signer = FindSigner(entry->environment, entry->profile);
      if (!signer) return base::Fail(std::move(signer).error());
    }
  }
  return {};
}

base::Status Keys::Load() {
  const std::lock_guard<std::mutex> lock(loading_);
  BW_TRY_ASSIGN(const auto rows, parts_.store.Read(store::ListSigningKeys));
  return Publish(rows);
}

base::Status Keys::RotateNow(Forget forget, const model::Actor& actor) {
  const base::Time now = parts_.clock.Now();
  return Execute(
      [&](const StoredKeys& stored) {
        RotationPlan plan = PlanRotation(stored, parts_.profiles, schedule_, now);
        if (forget == Forget::kNo) plan.over.clear();
        return plan;
      },
      actor);
}

// Another thread may have made the keys while this one waited for the mutex: the plan is then
// empty.
base::Status Keys::MakeFirst(const model::EnvironmentId& environment, std::string_view family) {
  const std::lock_guard<std::mutex> one_at_a_time(rotating_);
  const base::Time now = parts_.clock.Now();
  return Execute([&](const StoredKeys& stored) {
    KeySchedule schedule = schedule_;
    schedule.first = FirstKey::kAtRotation;
    RotationPlan plan = PlanRotation(stored, parts_.profiles, schedule, now);
    std::erase_if(plan.missing, [&](const MissingKey& key) {
      return key.environment != environment || !key.profile->name.starts_with(family);
    });
    plan.longer.clear();
    plan.over.clear();
    return plan;
  });
}

// Keys are generated between the read and the write, because that is slow. The plan is made again
// inside the write, because another process may have rotated meanwhile.
base::Status Keys::Execute(const Plan& plan, const model::Actor& actor) {
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(const StoredKeys stored, parts_.store.Read(ReadStored));
  const RotationPlan first = plan(stored);
  if (first.empty()) return Load();

  std::vector<store::SigningKeyRow> made;
  for (const MissingKey& missing : first.missing) {
    BW_TRY_ASSIGN(store::SigningKeyRow row, MakeRow(missing, parts_));
    made.push_back(std::move(row));
  }
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const StoredKeys current, ReadStored(tx));
    return WritePlan(tx, plan(current), made, actor, now);
  }));
  return Load();
}

base::Result<Keys::Entry> Keys::Open(const store::SigningKeyRow& row,
                                     std::string_view profile) const {
  const auto unreadable = [&](std::string_view reason) {
    return base::Fail(base::Unavailable("signing_key_unreadable",
                                        "signing key " + row.kid + ": " + std::string(reason)));
  };
  const std::optional<crypto::Algorithm> algorithm =
      base::ParseWord<crypto::Algorithm>(row.algorithm);
  if (!algorithm) return unreadable("unknown algorithm");
  const base::Result<base::Secret> serialized = parts_.ring.Open(row.sealed, kSealPurpose);
  if (!serialized) return unreadable(serialized.error().reason);
  const base::Result<crypto::SigningKey> key = crypto::SigningKey::Load(*algorithm, *serialized);
  if (!key) return unreadable(key.error().reason);
  return std::make_shared<const SigningKeyEntry>(SigningKeyEntry{.environment = row.environment,
                                                                 .kid = row.kid,
                                                                 .profile = profile,
                                                                 .key = *key,
                                                                 .certificate = row.certificate,
                                                                 .active_from = row.active_from,
                                                                 .retire_at = row.retire_at,
                                                                 .forget_at = row.forget_at,
                                                                 .low_s = row.low_s});
}

base::Status Keys::Publish(std::span<const store::SigningKeyRow> rows) {
  auto next = std::make_shared<Snapshot>();
  const std::shared_ptr<const Snapshot> last = Current();
  for (const store::SigningKeyRow& row : rows) {
    const Profile* profile = parts_.profiles.Find(row.profile);
    if (profile == nullptr) continue;  // profile of another release: not touched
    const auto known = last->by_kid.find(row.kid);
    Entry entry;
    if (known != last->by_kid.end() && IsOf(*known->second, row)) {
      entry = known->second;
    } else {
      BW_TRY_ASSIGN(entry, Open(row, profile->name));
    }
    next->by_environment[row.environment.text].push_back(entry);
    next->by_kid.emplace(row.kid, std::move(entry));
  }
  for (auto& [environment, entries] : next->by_environment) {
    std::ranges::sort(entries, std::greater<>(), [](const Entry& entry) {
      return std::pair(entry->active_from, std::string_view(entry->kid));
    });
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  snapshot_ = std::move(next);
  return {};
}

std::shared_ptr<const Keys::Snapshot> Keys::Current() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return snapshot_;
}

base::Result<std::shared_ptr<const SigningKeyEntry>> Keys::ForSigning(
    const model::EnvironmentId& environment, std::string_view profile) {
  auto signer = FindSigner(environment, profile);
  if (signer || schedule_.first == FirstKey::kAtRotation) return signer;
  BW_TRY(MakeFirst(environment, profile));
  return FindSigner(environment, profile);
}

base::Result<Keys::Entry> Keys::FindSigner(const model::EnvironmentId& environment,
                                           std::string_view profile) const {
  const base::Time now = parts_.clock.Now();
  const std::shared_ptr<const Snapshot> snapshot = Current();
  Entry first_to_start;
  for (const Entry& entry : snapshot->Of(environment)) {
    if (entry->profile != profile || now >= entry->retire_at) continue;
    if (entry->active_from <= now) return entry;
    first_to_start = entry;  // entries are sorted, newest first
  }
  if (first_to_start != nullptr) return first_to_start;
  return base::Fail(base::Unavailable(
      "no_signing_key",
      "no signing key is active for " + std::string(profile) + " in " + environment.text));
}

std::shared_ptr<const SigningKeyEntry> Keys::ByKid(std::string_view kid) const {
  const std::shared_ptr<const Snapshot> snapshot = Current();
  const auto found = snapshot->by_kid.find(kid);
  if (found == snapshot->by_kid.end()) return nullptr;
  return parts_.clock.Now() < found->second->forget_at ? found->second : nullptr;
}

std::vector<std::shared_ptr<const SigningKeyEntry>> Keys::Candidates(
    const model::EnvironmentId& environment, std::string_view profile) const {
  const base::Time now = parts_.clock.Now();
  const std::shared_ptr<const Snapshot> snapshot = Current();
  std::vector<Entry> entries;
  std::ranges::copy_if(
      snapshot->Of(environment), std::back_inserter(entries),
      [&](const Entry& entry) { return entry->profile == profile && now < entry->forget_at; });
  return entries;
}

base::Result<std::vector<std::shared_ptr<const SigningKeyEntry>>> Keys::Published(
    const model::EnvironmentId& environment, std::string_view family) {
  if (schedule_.first == FirstKey::kAtUse) BW_TRY(MakeFirst(environment, family));
  const base::Time now = parts_.clock.Now();
  const std::shared_ptr<const Snapshot> snapshot = Current();
  std::vector<Entry> entries;
  std::ranges::copy_if(snapshot->Of(environment), std::back_inserter(entries),
                       [&](const Entry& entry) {
                         return entry->key.algorithm() != crypto::Algorithm::kHs256 &&
                                now < entry->forget_at && entry->profile.starts_with(family);
                       });
  return entries;
}

base::Status CheckSealedKey(const crypto::KeyRing& ring, std::string_view sealed) {
  BW_TRY(ring.Open(sealed, kSealPurpose));
  return {};
}

}  // namespace bearward::token
