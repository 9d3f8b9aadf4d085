// The answers that a connection sends without calling the handler.
#include "http/connection.h"
#include "http/refusal.h"

namespace bearward::http {

void Connection::TimeOut() {
  if (phase_ == Phase::kStreams) return TimeOutStreams();
  const bool idle = IsIdle();
  if (!idle && phase_ != Phase::kLingering) Counters::Add(loop_->counters().timeouts);
  const bool reading = wait_ == Wait::kRead && (phase_ == Phase::kHead || phase_ == Phase::kBody);
  if (reading && !idle) {
    // The connection still waits for input, so the answer is written once, without waiting.
    Refuse(408);
    transport_.Write(out_);
    transport_.ShutdownSend();
  }
  Close();
}

bool Connection::Refuse(int status) {
  Counters::Add(loop_->counters().refused);
  const Response response = RefusalOf(status);
  Tell(response);
  request_.method = Method::kOther;
  WriteResponse(response, false);
  unread_ = true;
  phase_ = Phase::kFinishing;
  return true;
}

bool Connection::RefuseForMemory() {
  Counters::Add(loop_->counters().over_memory);
  loop_->Report({Shortage::Kind::kBodyMemory, peer_});
  return Refuse(503);
}

// Tell reports an answer that the handler does not see. Of a refused head only the request line is
// reported, if it could be parsed. An absolute target is not reported: it may contain a password.
void Connection::Tell(const Response& response) {
  if (!loop_->options().on_own_answer) return;
  if (phase_ == Phase::kBody) {
    RefreshHead();
  } else {
    ParseHead(in_.bytes().substr(0, loop_->limits().head_bytes), loop_->limits(), head_);
  }
  OwnAnswer answer;
  answer.arrival = loop_->arrival();
  answer.peer = peer_;
  answer.status = response.status;
  answer.reason = RefusalReason(response.status);
  answer.bytes = response.body.size();
  if (head_.target.starts_with('/')) {
    answer.method = head_.method_text;
    answer.path = head_.target.substr(0, head_.target.find('?'));
  }
  loop_->options().on_own_answer(answer);
}

}  // namespace bearward::http
