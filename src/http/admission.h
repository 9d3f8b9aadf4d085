// Admission: limits on connections and on memory for input, for all clients together and for each
// client address. Internal to http.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/replaceable.h"
#include "http/ip_address.h"
#include "http/limits.h"

namespace bearward::http {

class Admission;

// NetworkKey identifies the clients that are counted together: a network as AddressPrefix derives
// it, or a single address that is exempt from the per-address limits.
struct NetworkKey {
  IpAddress address;
  bool exempt = false;
  bool operator==(const NetworkKey&) const = default;
};

// Network holds the usage of all connections of one key.
struct Network {
  NetworkKey key;
  std::size_t connections = 0;       // guarded by Admission's mutex
  std::atomic<std::size_t> held{0};  // bytes of input memory
};

// Place is the admission of one connection. Leave, or the destructor, returns the connection count;
// the destructor also returns the memory. Used by one thread at a time.
class Place {
 public:
  Place(Admission& admission, std::shared_ptr<Network> network)
      : admission_(admission), network_(std::move(network)) {}
  Place(Place&& other) noexcept
      : admission_(other.admission_),
        network_(std::move(other.network_)),
        held_(std::exchange(other.held_, 0)),
        left_(std::exchange(other.left_, true)) {}
  Place& operator=(Place&&) = delete;
  ~Place();

  // Leave returns the connection count, because the socket is closed.
  void Leave();
  // Hold sets how many bytes of input memory the connection uses. Returns false, and changes
  // nothing, if a limit would be exceeded.
  bool Hold(std::size_t bytes);

 private:
  Admission& admission_;
  std::shared_ptr<Network> network_;
  std::size_t held_ = 0;
  bool left_ = false;
};

// Admission is safe from any thread. It must outlive its places.
class Admission {
 public:
  // Admission enforces `limits`, which must outlive it. `exempt` returns true for peers to which
  // the per-address limits do not apply; nullptr exempts no peer. A peer whose text is not an IP
  // address (a unix socket) is never subject to the per-address limits.
  Admission(const base::Replaceable<Limits>& limits,
            std::function<bool(std::string_view address)> exempt);

  // Refused is the limit that was reached.
  enum class Refused : std::uint8_t { kConnections, kConnectionsPerAddress };
  // Enter admits a connection from `peer`, or returns the limit that was reached.
  std::expected<Place, Refused> Enter(std::string_view peer);
  // open returns the number of admitted connections.
  std::size_t open() const { return open_.load(std::memory_order_relaxed); }

 private:
  friend class Place;
  struct HashKey {
    std::size_t operator()(const NetworkKey& key) const;
  };
  // One address may use 1/kShares of the memory.
  static constexpr std::size_t kShares = 4;

  NetworkKey KeyOf(std::string_view peer) const;
  bool Hold(Network& network, std::size_t bytes);
  void Release(Network& network, std::size_t bytes);
  void Leave(const Network& network);

  const base::Replaceable<Limits>& limits_;
  const std::function<bool(std::string_view)> exempt_;
  std::atomic<std::size_t> open_{0};
  std::atomic<std::size_t> held_{0};
  std::mutex mutex_;
  // networks_ has an entry for each network with a connection; guarded by mutex_.
  std::unordered_map<NetworkKey, std::shared_ptr<Network>, HashKey> networks_;
};

}  // namespace bearward::http
