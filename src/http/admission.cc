#include "http/admission.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "base/digest.h"

namespace bearward::http {

Place::~Place() {
  Hold(0);
  Leave();
}

void Place::Leave() {
  if (!std::exchange(left_, true)) admission_.Leave(*network_);
}

bool Place::Hold(std::size_t bytes) {
  if (bytes > held_ && !admission_.Hold(*network_, bytes - held_)) return false;
  if (bytes < held_) admission_.Release(*network_, held_ - bytes);
  held_ = bytes;
  return true;
}

namespace {

// The share of one address always allows one body of body_bytes.
std::size_t MemoryPerAddress(const Limits& limits, std::size_t shares) {
  return std::max(limits.body_memory / shares,
                  std::min(limits.body_memory, limits.head_bytes + limits.body_bytes + 8192));
}

}  // namespace

Admission::Admission(const base::Replaceable<Limits>& limits,
                     std::function<bool(std::string_view address)> exempt)
    : limits_(limits), exempt_(std::move(exempt)) {}

std::size_t Admission::HashKey::operator()(const NetworkKey& key) const {
  return std::hash<std::string_view>()(base::AsBytes(key.address.bytes));
}

std::expected<Place, Admission::Refused> Admission::Enter(std::string_view peer) {
  const NetworkKey key = KeyOf(peer);
  const Limits& limits = limits_.current();
  const std::lock_guard lock(mutex_);
  if (open() >= limits.connections) return std::unexpected(Refused::kConnections);
  std::shared_ptr<Network>& network = networks_[key];
  if (network == nullptr) {
    network = std::make_shared<Network>();
    network->key = key;
  }
  if (!key.exempt &&
      network->connections >= std::max<std::size_t>(limits.connections_per_address, 1)) {
    return std::unexpected(Refused::kConnectionsPerAddress);
  }
  ++network->connections;
  open_.fetch_add(1, std::memory_order_relaxed);
  return Place(*this, network);
}

NetworkKey Admission::KeyOf(std::string_view peer) const {
  const auto address = IpAddress::Parse(peer);
  if (!address) return {{}, true};
  if (exempt_ && exempt_(peer)) return {*address, true};
  return {NetworkOf(*address), false};
}

bool Admission::Hold(Network& network, std::size_t bytes) {
  const Limits& limits = limits_.current();
  const std::size_t memory = limits.body_memory;
  const std::size_t most = network.key.exempt ? memory : MemoryPerAddress(limits, kShares);
  const bool fits = network.held.fetch_add(bytes, std::memory_order_relaxed) + bytes <= most &&
                    held_.load(std::memory_order_relaxed) + bytes <= memory;
  if (!fits) {
    network.held.fetch_sub(bytes, std::memory_order_relaxed);
    return false;
  }
  if (held_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= memory) return true;
  Release(network, bytes);
  return false;
}

void Admission::Release(Network& network, std::size_t bytes) {
  network.held.fetch_sub(bytes, std::memory_order_relaxed);
  held_.fetch_sub(bytes, std::memory_order_relaxed);
}

void Admission::Leave(const Network& network) {
  const std::lock_guard lock(mutex_);
  open_.fetch_sub(1, std::memory_order_relaxed);
  const auto found = networks_.find(network.key);
  if (--found->second->connections == 0) networks_.erase(found);
}

}  // namespace bearward::http
