#include "http/loop.h"

#include <algorithm>
#include <csignal>

#include "base/thread_name.h"
#include "base/wake_batch.h"
#include "http/connection.h"
#include "http/tls.h"

namespace bearward::http {
namespace {

thread_local const Loop* current_loop = nullptr;

// Signals are handled by the thread that waits for them. Also, OpenSSL writes to sockets without
// MSG_NOSIGNAL, so SIGPIPE must not be delivered to this thread.
// SIGPROF stays, for observe::SampleStacks.
void BlockSignals() {
  sigset_t all;
  sigfillset(&all);
  sigdelset(&all, SIGPROF);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

// While the loop drains, its end waits for deadlines, so they are checked more often.
constexpr std::chrono::milliseconds kDrainBeat{50};

// A tag is the address of the watched object. Listeners and connections have even addresses, so the
// lowest bit can mark a listener.
constexpr std::uint64_t kListenerBit = 1;
std::uint64_t TagOf(const void* watched) { return reinterpret_cast<std::uint64_t>(watched); }

}  // namespace

Loop::Loop(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

Loop::~Loop() = default;

base::Status Loop::Open() {
  if (open_) return {};
  BW_TRY(poller_.Open(limits().sweep));
  open_ = true;
  return {};
}

base::Result<Endpoint> Loop::Listen(const ListenerOptions& options) {
  BW_TRY(Open());
  BW_TRY_ASSIGN(auto listening, ListenOn(options));
  auto listener =
      std::make_unique<Listener>(std::move(listening.first), options.tls, options.shared);
  if (!poller_.Watch(listener->socket, TagOf(listener.get()) | kListenerBit)) {
    return base::Fail(base::Internal("the kernel refuses to watch a listener"));
  }
  listeners_.push_back(std::move(listener));
  return std::move(listening.second);
}

void Loop::Run() {
  base::NameThread("http");
  BlockSignals();
  current_loop = this;
  ReadClock();
  EndIfEmpty();
  while (!empty_ && Open()) {
    poller_.Wait();
    // Worker threads that receive requests are notified once, at the end of the iteration.
    const base::WakeBatch turn;
    ReadClock();
    poller_.Tell([this](std::uint64_t tag, Readiness ready) { OnEvent(tag, ready); });
    Proceed();
    Send();
    RunPosted();
    Send();
    closed_.clear();
  }
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  // Tasks posted before the flag was set hold references to this loop: run and release them.
  RunPosted();
  closed_.clear();
  current_loop = nullptr;
}

void Loop::OnEvent(std::uint64_t tag, Readiness ready) {
  if (tag == Poller::kWoken) return;
  if (tag == Poller::kBeat) return Sweep();
  if ((tag & kListenerBit) != 0) {
    return Accept(*reinterpret_cast<Listener*>(tag & ~kListenerBit));
  }
  reinterpret_cast<Connection*>(tag)->OnReady(ready);
}

bool Loop::Post(std::move_only_function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (ended_) return false;
  posted_.push_back(std::move(task));
  if (posted_.size() > 1) return true;
  if (!base::WakeBatch::AtEnd([self = shared_from_this()] { self->poller_.Wake(); }))
    poller_.Wake();
  return true;
}

// Tasks posted meanwhile wait for the next iteration, so that sockets do not starve.
void Loop::RunPosted() {
  std::vector<std::move_only_function<void()>> tasks;
  {
    const std::lock_guard lock(mutex_);
    tasks.swap(posted_);
  }
  for (auto& task : tasks) task();
}

void Loop::Proceed() {
  for (Connection* const connection : ready_) connection->Proceed();
  ready_.clear();
}

void Loop::Send() {
  for (Connection* const connection : unsent_) connection->Send();
  unsent_.clear();
}

bool Loop::OnThread() const { return current_loop == this; }

// The kernel reports an edge once, so this loop runs until no connection is pending. When the
// kernel has no descriptors or memory left, connections stay in its queue and the next sweep tries
// again.
void Loop::Accept(Listener& listener) {
  while (!draining_) {
    AcceptOutcome outcome = AcceptFrom(listener.socket, listener.shared);
    if (outcome.accepted) {
      Admit(listener, *std::move(outcome.accepted));
    } else if (!outcome.again) {
      if (outcome.error == 0) return;
      Counters::Add(counters_.accept_errors);
      return Report({Shortage::Kind::kKernel, {}, outcome.error});
    }
  }
}

void Loop::Report(const Shortage& shortage) const {
  if (options().on_shortage) options().on_shortage(shortage);
}

void Loop::Refuse(Admission::Refused refused, std::string_view peer) {
  const bool all = refused == Admission::Refused::kConnections;
  Counters::Add(all ? counters_.over_limit : counters_.over_address);
  Report({all ? Shortage::Kind::kConnections : Shortage::Kind::kConnectionsPerAddress, peer});
}

void Loop::Admit(const Listener& listener, Accepted accepted) {
  auto place = shared_->admission.Enter(accepted.peer);
  if (!place) return Refuse(place.error(), accepted.peer);
  Counters::Add(counters_.accepted);
  const auto context = listener.tls != nullptr ? listener.tls->current() : nullptr;
  const bool usable = listener.tls == nullptr || context != nullptr;
  auto connection = std::make_shared<Connection>(shared_from_this(), std::move(accepted),
                                                 *std::move(place), context);
  connection->set_slot(connections_.size());
  connections_.push_back(connection);
  if (usable) {
    connection->Start();
  } else {
    connection->Close();
  }
}

bool Loop::Watch(Connection& connection, const Socket& socket) {
  return poller_.Watch(socket, TagOf(&connection));
}

void Loop::Remove(Connection& connection) {
  const std::size_t slot = connection.slot();
  closed_.push_back(std::move(connections_[slot]));
  if (slot + 1 < connections_.size()) {
    connections_[slot] = std::move(connections_.back());
    connections_[slot]->set_slot(slot);
  }
  connections_.pop_back();
  EndIfEmpty();
}

void Loop::Drain(std::int64_t deadline) {
  drain_deadline_ = deadline;
  if (!draining_) {
    draining_ = true;
    if (kDrainBeat < limits().sweep) poller_.SetBeat(kDrainBeat);
    for (auto& listener : listeners_) listener->socket.Close();
  }
  // Closing a connection moves the last one into its slot, so iterate backwards.
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->Drain();
  EndIfEmpty();
}

void Loop::Hurry() {
  Drain(now_);
  while (!connections_.empty()) connections_.back()->Close();
}

void Loop::EndIfEmpty() { empty_ = draining_ && connections_.empty(); }

std::int64_t Loop::DeadlineIn(std::chrono::milliseconds time) const {
  // now_ is the start of the iteration; add a sweep so that the time never ends early.
  const std::chrono::milliseconds sweep = limits().sweep;
  const std::chrono::nanoseconds span = time + (draining_ ? std::min(sweep, kDrainBeat) : sweep);
  return now_ + span.count();
}

void Loop::ReadClock() {
  now_ = shared_->clock.Ticks();
  now_wall_ = shared_->clock.Now();
  if (base::ToSeconds(now_wall_) == date_second_) return;
  date_second_ = base::ToSeconds(now_wall_);
  date_ = base::FormatHttpDate(now_wall_);
}

void Loop::Sweep() {
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->Sweep(now_);
  for (auto& listener : listeners_) Accept(*listener);
  if (draining_ && now_ >= drain_deadline_) Hurry();
}

}  // namespace bearward::http
