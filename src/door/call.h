// Call: one request on its way through the door, as an endpoint sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "door/body.h"
#include "http/message.h"
#include "http/router.h"
#include "model/caller.h"
#include "model/ids.h"

namespace bearward::door {

struct Route;

// Call lives for one request. An endpoint reads it, calls one verb and writes a Reply.
class Call {
 public:
  Call(const http::Request& request, base::Time now) : request_(&request), now_(now) {}

  const http::Request& request() const { return *request_; }
  base::Time now() const { return now_; }
  // caller is the verified one. On an open row there is none, and asking ends the process: it is a
  // defect that the first test of the row shows.
  const model::Caller& caller() const;
  bool has_caller() const { return caller_.has_value(); }
  // environment is the one that the request names, else the default one.
  const model::EnvironmentId& environment() const { return environment_; }
  // Param gives a path parameter, percent-decoded.
  std::string Param(std::string_view name) const { return match_.Decoded(name); }
  // Query gives a query parameter: kInvalid "repeated_parameter" when it stands twice.
  base::Result<std::optional<std::string>> Query(std::string_view name) const;
  // Read decodes the body in one of the allowed encodings: kInvalid "malformed_body",
  // "duplicate_field", "wrong_content_type" (which every dialect answers 415). An empty body is an
  // empty one.
  base::Result<Body> Read(Encodings allowed) const;
  // request_id is unique, or the client's own.
  const std::string& request_id() const { return request_id_; }
  // allowed is the value for Allow when the path exists and the method does not.
  const std::string& allowed() const { return allowed_; }

 private:
  friend class Door;
  const http::Request* request_;
  base::Time now_;
  const Route* route_ = nullptr;
  http::Match match_;
  std::optional<model::Caller> caller_;
  model::EnvironmentId environment_;
  std::string request_id_;
  std::string allowed_;
};

}  // namespace bearward::door
