// Call: one request on its way through the door, as an endpoint sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "door/body.h"
#include "http/message.h"
#include "http/router.h"
#include "http/trusted_proxies.h"
#include "model/caller.h"
#include "model/ids.h"
#include "model/rate_limit.h"

namespace bearward::door {

// Call lives for one request. An endpoint reads it, calls one verb and writes a Reply.
class Call {
 public:
  // Services are what a call may ask for when it needs it; they outlive the call. The function
  // returns the default environment, kUnavailable while it is unknown, and does not block.
  struct Services {
    base::Entropy& entropy;
    const std::function<base::Result<model::EnvironmentId>()>& default_environment;
    const http::TrustedProxies& trusted_proxies;
  };
  Call(const http::Request& request, base::Time now, const Services& services)
      : request_(&request), now_(now), services_(&services) {}

  const http::Request& request() const { return *request_; }
  base::Time now() const { return now_; }
  // caller is the verified one. On an open row there is none, and asking ends the process: it is a
  // defect that the first test of the row shows.
  const model::Caller& caller() const;
  bool has_caller() const { return caller_.has_value(); }
  // limit is how the credential that was judged stands to its rate limit, if it has one.
  const std::optional<model::LimitState>& limit() const { return limit_; }
  // environment is the one that the request names, else the default one; kUnavailable while that
  // is unknown. For a guarded row that names none, the caller's own environment is in the principal
  // and counts.
  base::Result<model::EnvironmentId> environment() const;
  // Param gives a path parameter, percent-decoded.
  std::string Param(std::string_view name) const { return match_.Decoded(name); }
  // RawParam gives it as sent, as a view of the request.
  std::string_view RawParam(std::string_view name) const { return match_.Raw(name); }
  // Query gives a query parameter: kInvalid "repeated_parameter" when it stands twice (its name in
  // `fields`), "malformed_query" when the query cannot be read.
  base::Result<std::optional<std::string>> Query(std::string_view name) const;
  // Read decodes the body in one of the allowed encodings, with the errors of ParseBody, and of
  // CheckMembers where the row has a list of members.
  base::Result<Body> Read(Encodings allowed) const;
  // client_address is http::FindClientAddress of the request with the configured proxies, found
  // when first asked for. Throttles, events and the log use it. The view lives as long as the
  // request.
  std::string_view client_address() const;
  // request_id is the client's own X-Request-Id if that is 1 to 128 letters, digits, '.', '_' or
  // '-', else a UUID that is made when first asked for.
  const std::string& request_id() const;
  // origin says where the request came from, for events. Made when first asked for; lives as long
  // as the call, also when that is moved.
  const model::Origin& origin() const;
  // NoteJudged and NoteClient keep, for the request line, whom an open row judged and the address
  // of the client for whom a proxy asks. The view must be of the request. What NoteJudged gives
  // back lives as long as the call.
  const model::Caller& NoteJudged(model::Caller caller) {
    return judged_.emplace(std::move(caller));
  }
  void NoteClient(std::string_view client) { client_ = client; }
  // NoteAsked keeps, for the request line, what a proxy asks about: views of the request. `path` is
  // without its query.
  void NoteAsked(std::string_view method, std::string_view path) {
    asked_method_ = method;
    asked_path_ = path;
  }
  // NoteLimit keeps what the verdict said of a rate limit, be it allowed or refused; the door tells
  // the client of it.
  void NoteLimit(const std::optional<model::LimitState>& limit) { limit_ = limit; }
  // allowed is the value for Allow when the path exists and the method does not. The door puts it
  // on every such answer.
  std::string allowed() const { return http::AllowHeader(match_.allowed); }
  // SetVerdict notes in the request line how a question about somebody else's credential came out:
  // "allowed" or a word of verify/reason.h, which outlive the call.
  void SetVerdict(std::string_view word) { verdict_ = word; }
  std::string_view verdict() const { return verdict_; }

 private:
  friend class Passage;
  bool NamedByClient() const;
  // CheckNoMembers refuses members in a JSON body of a row that reads no body.
  base::Status CheckNoMembers() const;
  const http::Request* request_;
  base::Time now_;
  const Services* services_;
  http::Match match_;
  std::optional<std::span<const std::string_view>> members_;  // of the row
  std::optional<model::Caller> caller_;
  std::string_view verdict_;
  std::optional<model::LimitState> limit_;
  std::optional<model::Caller> judged_;
  std::string_view client_;
  std::string_view asked_method_;
  std::string_view asked_path_;
  // Found or made when first asked for: one thread at a time has the call.
  mutable model::EnvironmentId environment_;
  mutable std::string request_id_;
  mutable std::unique_ptr<const model::Origin> origin_;
  mutable std::optional<std::string_view> client_address_;
};

}  // namespace bearward::door
