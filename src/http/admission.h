// Admission: how many connections, and how much memory for their input, all clients and each one
// may have. Internal to http.
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

#include "http/ip_address.h"
#include "http/limits.h"

namespace bearward::http {

class Admission;

// NetworkKey names those that are counted together: a network as AddressPrefix cuts it, or one
// address that is exempt from the limits of an address.
struct NetworkKey {
  IpAddress address;
  bool exempt = false;
  bool operator==(const NetworkKey&) const = default;
};

// Network is what the connections of one key have in use.
struct Network {
  NetworkKey key;
  std::size_t connections = 0;       // guarded by Admission's mutex
  std::atomic<std::size_t> held{0};  // bytes of input memory
};

// Place is the right to one connection. Leave, or the destructor, returns the connection; the
// destructor returns the memory as well. Used by one thread at a time.
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

  // Leave returns the connection: its socket is closed.
  void Leave();
  // Hold sets how many bytes of input memory the connection holds; false if that is too much, and
  // then it holds as much as before.
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
  // Admission counts by `limits`. `exempt` says which peers the limits of one address do not bind;
  // nullptr: none. A peer whose text is no IP address is never bound by them.
  Admission(const Limits& limits, std::function<bool(std::string_view address)> exempt);

  // Refused says which limit had no room.
  enum class Refused : std::uint8_t { kConnections, kConnectionsPerAddress };
  // Enter admits a connection from `peer`.
  std::expected<Place, Refused> Enter(std::string_view peer);
  // open returns the number of connections.
  std::size_t open() const { return open_.load(std::memory_order_relaxed); }

 private:
  friend class Place;
  struct HashKey {
    std::size_t operator()(const NetworkKey& key) const;
  };
  // One address may hold this part of the memory.
  static constexpr std::size_t kShares = 4;

  NetworkKey KeyOf(std::string_view peer) const;
  bool Hold(Network& network, std::size_t bytes);
  void Release(Network& network, std::size_t bytes);
  void Leave(const Network& network);

  const std::size_t connections_;
  const std::size_t connections_per_address_;
  const std::size_t memory_;
  const std::size_t memory_per_address_;
  const std::function<bool(std::string_view)> exempt_;
  std::atomic<std::size_t> open_{0};
  std::atomic<std::size_t> held_{0};
  std::mutex mutex_;
  // networks_ has an entry for each network with a connection; guarded by mutex_.
  std::unordered_map<NetworkKey, std::shared_ptr<Network>, HashKey> networks_;
};

}  // namespace bearward::http
