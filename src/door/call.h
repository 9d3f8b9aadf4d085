// Call: one request inside the door, as an endpoint function sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

// Call lives for one request. An endpoint reads it, calls one use-case function and returns a
// Reply.
class Call {
 public:
  // Services are the dependencies of a call; they outlive it. `default_environment` returns the
  // default environment, or kUnavailable while it is unknown, and does not block.
  struct Services {
    base::Entropy& entropy;
    const std::function<base::Result<model::EnvironmentId>()>& default_environment;
    const http::TrustedProxies& trusted_proxies;
  };
  Call(const http::Request& request, base::Time now, const Services& services)
      : request_(&request), now_(now), services_(&services) {}

  const http::Request& request() const { return *request_; }
  base::Time now() const { return now_; }
  // caller returns the verified caller. An open route has none; calling this there aborts the
  // process, because that is a defect that the first test of the route detects.
  const model::Caller& caller() const;
  bool has_caller() const { return caller_.has_value(); }
  // limit is the rate-limit state of the verified credential, if it has a limit.
  const std::optional<model::LimitState>& limit() const { return limit_; }
  // environment returns the environment that the request names, else the default one; kUnavailable
  // while the default is unknown. On a guarded route whose request names none, use the environment
  // in the caller's principal instead.
  base::Result<model::EnvironmentId> environment() const;
  // Param returns a path parameter, percent-decoded.
  std::string Param(std::string_view name) const { return match_.Decoded(name); }
  // RawParam returns a path parameter as sent, as a view of the request.
  std::string_view RawParam(std::string_view name) const { return match_.Raw(name); }
  // Query returns a query parameter. kInvalid: "repeated_parameter" when it occurs twice (its name
  // in `fields`), "malformed_query" when the query cannot be parsed.
  base::Result<std::optional<std::string>> Query(std::string_view name) const;
  // Read parses the body in one of the allowed encodings. Errors are those of ParseBody, and those
  // of CheckMembers when the contract of the route closes its members.
  base::Result<Body> Read(Encodings allowed) const;
  // client_address returns http::FindClientAddress for the request and the configured proxies.
  // Computed on first use. Throttles, events and the log use it. The view lives as long as the
  // request.
  std::string_view client_address() const;
  // request_id returns the client's X-Request-Id if it is 1 to 128 letters, digits, '.', '_' or
  // '-', else a UUID generated on first use.
  const std::string& request_id() const;
  // origin says where the request came from, for events. Created on first use; the reference stays
  // valid for the life of the call, also after the call is moved.
  const model::Origin& origin() const;
  // NoteJudged and NoteClient keep data for the request line: the principal that an open route
  // verified, and the address of the proxy's client. `client` must be a view of the request. The
  // reference that NoteJudged returns lives as long as the call.
  const model::Caller& NoteJudged(model::Caller caller) {
    return judged_.emplace(std::move(caller));
  }
  void NoteClient(std::string_view client) { client_ = client; }
  // NoteAsked keeps, for the request line, the method and path that a proxy asks about: views of
  // the request. `path` has no query.
  void NoteAsked(std::string_view method, std::string_view path) {
    asked_method_ = method;
    asked_path_ = path;
  }
  // NoteLimit keeps the rate-limit state of a decision, allowed or refused; of several, the one
  // that is nearest to its end. The door writes it to the response headers.
  void NoteLimit(const std::optional<model::LimitState>& limit) {
    if (limit && (!limit_ || model::IsNearer(*limit, *limit_))) limit_ = limit;
  }
  // NoteBodyEnvironment keeps the environment that the body names, which need not exist: pages of
  // its CORS origins may read the response.
  void NoteBodyEnvironment(model::EnvironmentId environment) {
    body_environment_ = std::move(environment);
  }
  const model::EnvironmentId& body_environment() const { return body_environment_; }
  // allowed returns the value of the Allow header for a path that exists without the request's
  // method. The door adds the header to every such response.
  std::string allowed() const { return http::AllowHeader(match_.allowed); }
  // SetVerdict keeps, for the request line, the result of verifying a third party's credential:
  // "allowed" or a word of verify/refusal.h. `word` must outlive the call.
  void SetVerdict(std::string_view word) { verdict_ = word; }
  std::string_view verdict() const { return verdict_; }

 private:
  friend class RequestContext;
  bool NamedByClient() const;
  // CheckNoMembers refuses members in a JSON body when the route reads no body.
  base::Status CheckNoMembers() const;
  const http::Request* request_;
  base::Time now_;
  const Services* services_;
  http::Match match_;
  const json::Schema* body_ = nullptr;  // of the route's contract, when it is closed
  std::optional<model::Caller> caller_;
  std::string_view verdict_;
  std::optional<model::LimitState> limit_;
  std::optional<model::Caller> judged_;
  std::string_view client_;
  std::string_view asked_method_;
  std::string_view asked_path_;
  // Computed on first use, without a lock: only one thread at a time uses the call.
  mutable model::EnvironmentId environment_;
  mutable std::string request_id_;
  mutable std::unique_ptr<const model::Origin> origin_;
  mutable std::optional<std::string_view> client_address_;
  model::EnvironmentId body_environment_;
};

}  // namespace bearward::door
