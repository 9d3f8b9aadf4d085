#include "app/server_metrics.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bearward::app {
namespace {

using Stats = http::Stats;

struct Row {
  std::string_view name;
  std::string_view help;
  std::string_view reason;  // label, may be empty
  std::uint64_t Stats::* count;
};

constexpr std::string_view kRefused = "bearward_connections_refused_total";
constexpr std::string_view kRefusedHelp = "Connections closed at once, by the limit reached.";

constexpr auto kRows = std::to_array<Row>({
    {"bearward_connections_accepted_total", "Connections accepted.", "", &Stats::accepted},
    {kRefused, kRefusedHelp, "connections", &Stats::over_limit},
    {kRefused, kRefusedHelp, "connections_per_address", &Stats::over_address},
    {"bearward_accept_errors_total",
     "Connections that could not be accepted for lack of descriptors or memory.", "",
     &Stats::accept_errors},
    {"bearward_body_memory_refused_total",
     "Requests answered 503, or streams of HTTP/2 reset, for limits.body_memory_bytes.", "",
     &Stats::over_memory},
    {"bearward_connection_timeouts_total",
     "Connections of HTTP/1.1, and requests of HTTP/2, that ended because the peer was too slow.",
     "", &Stats::timeouts},
    {"bearward_tls_handshake_failures_total", "TLS connections that failed to open.", "",
     &Stats::failed_handshakes},
});

}  // namespace

void AddServerMetrics(observe::Registry& metrics, const http::Server& server,
                      const observe::LogStream& log) {
  metrics.AddComputed("bearward_connections_open", "Connections open now.",
                      [&server] { return static_cast<double>(server.stats().open); });
  for (const Row& row : kRows) {
    observe::Labels labels;
    if (!row.reason.empty()) labels.emplace_back("reason", row.reason);
    metrics.AddComputedCounter(
        row.name, row.help,
        [&server, count = row.count] { return static_cast<double>(server.stats().*count); },
        std::move(labels));
  }
  metrics.AddComputedCounter("bearward_log_lines_dropped_total",
                             "Log lines dropped because the reader of stderr was too slow.",
                             [&log] { return static_cast<double>(log.dropped()); });
}

}  // namespace bearward::app
