#include "verify/standings.h"

#include <utility>

namespace bearward::verify {
namespace {

// Each part has its length as prefix, so that no two names have the same key (incident class E1).
void AddPart(std::string& key, std::string_view part) {
  const std::uint64_t size = part.size();
  key.append(reinterpret_cast<const char*>(&size), sizeof size);
  key.append(part);
}

void AddParts(std::string& key, const std::vector<std::string>& parts) {
  const std::uint64_t count = parts.size();
  key.append(reinterpret_cast<const char*>(&count), sizeof count);
  for (const std::string& part : parts) AddPart(key, part);
}

std::string KeyOf(const StandingName& name) {
  std::string key;
  key.reserve(512);
  key += static_cast<char>(name.credential);
  key += name.scopes != nullptr ? '1' : '0';
  for (const std::string_view part :
       {name.environment, name.kind, name.subject, name.organization, name.profile}) {
    AddPart(key, part);
  }
  if (name.scopes != nullptr) AddParts(key, *name.scopes);
  AddParts(key, name.audiences);
  return key;
}

}  // namespace

std::optional<Standing> Standings::Find(const StandingName& name) const {
  const std::string key = KeyOf(name);
  Stripe& stripe = StripeOf(key);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  const auto found = stripe.entries.find(key);
  if (found == stripe.entries.end()) return std::nullopt;
  Entry& entry = found->second;
  const std::uint64_t now = revocations_.Now();
  if (entry.epoch != now) {
    if (revocations_.IsStale(*entry.standing.principal, {}, entry.epoch)) return std::nullopt;
    entry.epoch = now;
  }
  return entry.standing;
}

void Standings::Put(const StandingName& name, Standing standing, std::uint64_t epoch) {
  std::string key = KeyOf(name);
  Stripe& stripe = StripeOf(key);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  if (stripe.entries.size() >= kMostInStripe && !stripe.entries.contains(key)) {
    stripe.entries.clear();
  }
  const auto [place, added] = stripe.entries.try_emplace(std::move(key), Entry{standing, epoch});
  // Threads may call Put in another order than they read; the newest epoch wins.
  if (!added && place->second.epoch <= epoch) place->second = {std::move(standing), epoch};
}

std::size_t Standings::size() const {
  std::size_t sum = 0;
  for (Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    sum += stripe.entries.size();
  }
  return sum;
}

}  // namespace bearward::verify
