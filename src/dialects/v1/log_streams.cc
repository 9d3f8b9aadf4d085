#include "dialects/v1/log_streams.h"

#include "dialects/v1/guard.h"
#include "door/rest.h"

namespace bearward::dialects::v1 {
namespace {

constexpr json::Property kProgress[] = {
    {"has_secret", json::kFlag},
    {"has_headers", json::kFlag},
    {"waiting", json::kInteger, true, "Events that were not delivered yet, at most 10,000."}};

}  // namespace

std::vector<door::Route> LogStreamRoutes(const log_streams::Streams& streams,
                                         const door::Dialect& dialect) {
  const door::Mount mount{dialect, TokenOrKey(), true};
  const door::Codec codec{
      .output = kProgress,
      .write = [&streams](const model::Caller& /*caller*/, std::span<const model::AnyRow> rows) {
        return streams.WaitingMembers(rows);
      }};
  return door::Rest(streams, "/v1/log_streams", mount, codec)
      .List("v1.list_log_streams", "List the log streams")
      .Create(201, "v1.create_log_stream", "Create a log stream; it begins with the next event")
      .Get("v1.read_log_stream", "Read a log stream and its state")
      .Update(http::Method::kPatch, "v1.update_log_stream", "Change a log stream")
      .DeleteWithBody("v1.delete_log_stream", "Delete a log stream")
      .Action(http::Method::kPost, "/test", 200,
              door::Typed(streams, &log_streams::Streams::SendTest), "v1.test_log_stream",
              "Send a test message to the target of a log stream")
      .Rows();
}

}  // namespace bearward::dialects::v1
