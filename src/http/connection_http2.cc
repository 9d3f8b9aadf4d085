// The part of a connection that carries HTTP/2: it moves bytes between the socket and the session,
// and requests and responses between the session and the handler.
#include <utility>

#include "http/connection.h"

namespace bearward::http {
namespace {

// Frames are collected up to this size, in bytes, before they are sent.
constexpr std::size_t kFlushSize = 64 * 1024;
// The session has a time for each stream. It is asked at every sweep, so the deadline of the
// connection is one that has always passed.
constexpr std::int64_t kEverySweep = 1;

// ServedStream owns an exchange.
struct ServedStream {
  std::shared_ptr<Connection> connection;
  std::shared_ptr<Http2Stream> stream;
};

}  // namespace

void Connection::StartStreams() {
  streams_ = std::make_unique<Http2Session>(*loop_, place_, peer_);
  phase_ = Phase::kStreams;
  if (loop_->draining()) streams_->Drain();
}

bool Connection::StepStreams() {
  if (!in_.bytes().empty()) {
    streams_->Receive(in_.bytes());
    in_.Consume(in_.bytes().size());
  }
  if (!ServeStreams()) return false;
  if (streams_->ended()) return FinishStreams();
  deadline_ = kEverySweep;
  return Fetch();
}

// ServeStreams delivers requests and collects frames until neither is left: requests may have
// waited for the responses that were sent. Returns false if the connection must wait for the
// socket, or is closed.
bool Connection::ServeStreams() {
  DeliverStreams();
  do {
    if (!CollectFrames()) return false;
  } while (DeliverStreams());
  return true;
}

// DeliverStreams returns whether there was a request.
bool Connection::DeliverStreams() {
  bool any = false;
  while (auto stream = streams_->TakeRequest()) {
    any = true;
    Counters::Add(loop_->counters().requests);
    const Request& request = Http2Session::RequestOf(*stream);
    auto owner = std::make_shared<ServedStream>(shared_from_this(), std::move(stream));
    try {
      loop_->options().handler(Exchange(std::move(owner), request, &Connection::AnswerStream));
    } catch (...) {  // it unwound the exchange, whose destructor answered 500
    }
  }
  return any;
}

void Connection::AnswerStream(std::shared_ptr<void> owner, Response&& response) {
  auto served = std::static_pointer_cast<ServedStream>(std::move(owner));
  const auto loop = served->connection->loop_;
  if (!loop->OnThread()) {
    loop->Post([served = std::move(served), response = std::move(response)]() mutable {
      AnswerStream(std::move(served), std::move(response));
    });
    return;
  }
  Connection& self = *served->connection;
  if (self.phase_ != Phase::kStreams) return;
  self.streams_->Respond(*served->stream, std::move(response));
  self.SendStreams();
}

// SendStreams sends what the session has produced outside of Advance. A connection that waits for
// the socket to accept output continues when it does.
void Connection::SendStreams() {
  if (advancing_ || wait_ == Wait::kWrite) return;
  advancing_ = true;  // a handler that answers at once must not send from within this loop
  const bool served = ServeStreams();
  advancing_ = false;
  if (!served) return;
  SendSoon();
  if (streams_->ended()) {
    FinishStreams();
    Advance();
  }
}

// CollectFrames returns false if the connection must wait for the socket, or is closed.
bool Connection::CollectFrames() {
  while (streams_->Collect(out_, kFlushSize)) {
    if (!Flush()) return false;
  }
  return true;
}

// The peer may still be sending, so the connection lingers for it to read the last frames.
bool Connection::FinishStreams() {
  streams_.reset();
  unread_ = true;
  wait_ = Wait::kNone;
  phase_ = Phase::kFinishing;
  return true;
}

void Connection::TimeOutStreams() {
  if (wait_ == Wait::kWrite) {
    Counters::Add(loop_->counters().timeouts);
    return Close();
  }
  streams_->Expire(loop_->arrival().ticks);
  SendStreams();
}

}  // namespace bearward::http
