// bench_load: sends requests to one server over many connections and prints its response times.
//
//   bench_load PORT CONNECTIONS THREADS SECONDS QUESTION [list=FILE] [once] [pace=RATE] [keep=FILE]
//
// QUESTION is a file with the bytes of a request; @@ in it stands for a credential of the list, a
// line each. Each thread has its own stripe of the list. `once` presents each credential a single
// time; `pace` is requests per second; `keep` is a file for the response bodies. wrk does most of
// this, but uses more processor time per request than the measured servers: on two cores it would
// be the bottleneck.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "worker.h"

namespace bearward::load {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Order is the command line, and owns the texts that its plans view.
struct Order {
  Plan plan;
  std::size_t threads = 1;
  std::unique_ptr<Question> question;
  std::string list, keep_file;
  double pace = 0;
};

void ReadOption(std::string_view word, Order& order) {
  const auto value = [&](std::string_view name) {
    return word.starts_with(name) ? std::string(word.substr(name.size())) : std::string();
  };
  if (word == "once") order.plan.once = true;
  if (const auto file = value("list="); !file.empty()) order.list = ReadFile(file);
  if (const auto rate = value("pace="); !rate.empty()) order.pace = std::stod(rate);
  if (auto file = value("keep="); !file.empty()) order.keep_file = std::move(file);
}

Order ReadOrder(const std::vector<std::string>& words) {
  if (words.size() < 5) throw std::runtime_error("see the head of bench/load/load.cc");
  Order order;
  order.plan.port = static_cast<std::uint16_t>(std::stoul(words[0]));
  order.threads = std::stoul(words[2]);
  order.plan.connections = std::stoul(words[1]) / order.threads;
  order.plan.time = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 * std::stod(words[3])));
  order.question = std::make_unique<Question>(ReadFile(words[4]));
  order.plan.question = order.question.get();
  for (std::size_t i = 5; i < words.size(); ++i) ReadOption(words[i], order);
  order.plan.keep = !order.keep_file.empty();
  if (order.pace > 0) {
    const double each = 1e9 * static_cast<double>(order.threads) / order.pace;
    order.plan.interval = std::chrono::nanoseconds(static_cast<std::int64_t>(each));
  }
  return order;
}

// PlanOf returns the plan of one thread: every `threads`-th credential.
Plan PlanOf(const Order& order, std::size_t thread) {
  Plan plan = order.plan;
  std::string_view left = order.list;
  for (std::size_t line = 0; !left.empty(); ++line) {
    const std::size_t end = std::min(left.find('\n'), left.size());
    if (line % order.threads == thread) plan.credentials.push_back(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  if (plan.credentials.empty()) plan.credentials.emplace_back();
  return plan;
}

double Percentile(std::vector<std::uint32_t>& latencies, double share) {
  if (latencies.empty()) return 0;
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(latencies.size()));
  const auto at = latencies.begin() + std::min(place, std::ssize(latencies) - 1);
  std::nth_element(latencies.begin(), at, latencies.end());
  return *at / 1e6;
}

void Report(const std::vector<std::unique_ptr<Worker>>& workers) {
  RequestMetrics all;
  double rate = 0;
  for (const auto& worker : workers) {
    const RequestMetrics& one = worker->tally();
    all.sent += one.sent;
    all.answered += one.answered;
    all.refused += one.refused;
    all.broken += one.broken;
    if (one.seconds > 0) rate += static_cast<double>(one.answered) / one.seconds;
    all.latencies.insert(all.latencies.end(), one.latencies.begin(), one.latencies.end());
  }
  std::printf(
      "{\"per_second\":%.1f,\"p50_ms\":%.4f,\"p99_ms\":%.4f,\"sent\":%ju,"
      "\"answered\":%ju,\"refused\":%ju,\"broken\":%ju}\n",
      rate, Percentile(all.latencies, 0.5), Percentile(all.latencies, 0.99),
      std::uintmax_t{all.sent}, std::uintmax_t{all.answered}, std::uintmax_t{all.refused},
      std::uintmax_t{all.broken});
}

void Run(const std::vector<std::string>& words) {
  const Order order = ReadOrder(words);
  std::vector<std::unique_ptr<Worker>> workers;
  for (std::size_t i = 0; i < order.threads; ++i) {
    workers.push_back(std::make_unique<Worker>(PlanOf(order, i)));
  }
  {
    std::vector<std::jthread> threads;
    for (const auto& worker : workers) threads.emplace_back([&worker] { worker->Run(); });
  }
  if (!order.keep_file.empty()) {
    std::ofstream kept(order.keep_file, std::ios::binary);
    for (const auto& worker : workers) kept << worker->tally().bodies;
  }
  Report(workers);
}

}  // namespace
}  // namespace bearward::load

int main(int count, char** words) {
  try {
    bearward::load::Run(std::vector<std::string>(words + 1, words + count));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_load: %s\n", error.what());
    return 1;
  }
}
