#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <optional>
#include <set>
#include <variant>

#include "observe/metrics.h"

namespace bearward::observe {
namespace {

constexpr std::array<std::string_view, 2> kPrefixes = {"bearward_", "process_"};
constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";

[[noreturn]] void Defect(std::string_view what, std::string_view name) {
  std::fprintf(stderr, "metrics: %.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(name.size()), name.data());
  std::abort();
}

bool IsName(std::string_view name) {
  return !name.empty() && name.find_first_not_of(kNameLetters) == std::string_view::npos &&
         (name.front() < '0' || name.front() > '9');
}

void AppendNumber(std::string& out, double number) {
  if (std::isnan(number)) {
    out += "NaN";
    return;
  }
  if (std::isinf(number)) {
    out += number > 0 ? "+Inf" : "-Inf";
    return;
  }
  std::array<char, 32> text{};
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

// AppendEscaped escapes a help text; label values also need the quote escaped.
void AppendEscaped(std::string& out, std::string_view text, bool is_label) {
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && is_label) {
      out += "\\\"";
    } else {
      out.push_back(c);
    }
  }
}

// AppendSample writes one sample of the text format, up to its value.
void AppendSample(std::string& out, std::string_view name, const Labels& labels,
                  const std::optional<double>& bound = std::nullopt) {
  out += name;
  if (!labels.empty() || bound) {
    char before = '{';
    for (const auto& [key, value] : labels) {
      out.push_back(before);
      out.append(key).append("=\"");
      AppendEscaped(out, value, true);
      out.push_back('"');
      before = ',';
    }
    if (bound) {
      out.push_back(before);
      out += "le=\"";
      AppendNumber(out, *bound);
      out.push_back('"');
    }
    out.push_back('}');
  }
  out.push_back(' ');
}

void AppendValue(std::string& out, std::uint64_t value) { out += std::to_string(value) + "\n"; }

void AppendValue(std::string& out, double value) {
  AppendNumber(out, value);
  out.push_back('\n');
}

void AppendHistogram(std::string& out, std::string_view name, const Labels& labels,
                     const Histogram& histogram) {
  const Histogram::Snapshot snapshot = histogram.Read();
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < snapshot.counts.size(); ++i) {
    below += snapshot.counts[i];
    const bool last = i == histogram.bounds().size();
    AppendSample(out, std::string(name) + "_bucket", labels,
                 last ? HUGE_VAL : histogram.bounds()[i]);
    AppendValue(out, below);
  }
  AppendSample(out, std::string(name) + "_sum", labels);
  AppendValue(out, snapshot.sum);
  AppendSample(out, std::string(name) + "_count", labels);
  AppendValue(out, below);
}

}  // namespace

struct Registry::Series {
  Labels labels;
  std::variant<std::monostate, std::unique_ptr<Counter>, std::unique_ptr<Gauge>,
               std::unique_ptr<Histogram>, std::function<double()>>
      metric;

  // Value returns the value of a counter or gauge.
  double Value() const {
    if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&metric)) {
      return static_cast<double>((*counter)->Value());
    }
    if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&metric)) return (*gauge)->Value();
    return std::get<std::function<double()>>(metric)();
  }
  void Render(std::string& out, std::string_view name) const {
    if (const auto* histogram = std::get_if<std::unique_ptr<Histogram>>(&metric)) {
      AppendHistogram(out, name, labels, **histogram);
      return;
    }
    AppendSample(out, name, labels);
    if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&metric)) {
      AppendValue(out, (*counter)->Value());  // an integer of 64 bits is no double
    } else {
      AppendValue(out, Value());
    }
  }
};

struct Registry::Family {
  std::string name;
  std::string help;
  std::string kind;
  std::deque<Series> series;  // a Reading refers to the labels of a series
  std::set<Labels> labels;
};

Registry::Registry() = default;
Registry::~Registry() = default;

Registry::Series& Registry::Add(std::string_view name, std::string_view help, std::string_view kind,
                                Labels labels) {
  const bool has_prefix = std::ranges::any_of(
      kPrefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
  if (!IsName(name) || !has_prefix) Defect("bad name", name);
  for (const auto& [key, value] : labels) {
    if (!IsName(key) || key == "le") Defect("bad label of", name);
  }
  Family* family = nullptr;
  for (const auto& known : families_) {
    if (known->name == name) family = known.get();
  }
  if (family == nullptr) {
    families_.push_back(std::make_unique<Family>(
        Family{std::string(name), std::string(help), std::string(kind), {}, {}}));
    family = families_.back().get();
  }
  if (family->kind != kind) Defect("second kind of", name);
  if (!family->labels.insert(labels).second) Defect("series registered twice", name);
  family->series.push_back({std::move(labels), {}});
  return family->series.back();
}

Counter& Registry::AddCounter(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  Series& series = Add(name, help, "counter", std::move(labels));
  return *series.metric.emplace<std::unique_ptr<Counter>>(std::make_unique<Counter>());
}

Gauge& Registry::AddGauge(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  Series& series = Add(name, help, "gauge", std::move(labels));
  return *series.metric.emplace<std::unique_ptr<Gauge>>(std::make_unique<Gauge>());
}

Histogram& Registry::AddHistogram(std::string_view name, std::string_view help,
                                  std::vector<double> bounds, Labels labels) {
  const std::lock_guard lock(mutex_);
  Series& series = Add(name, help, "histogram", std::move(labels));
  return *series.metric.emplace<std::unique_ptr<Histogram>>(
      std::make_unique<Histogram>(std::move(bounds)));
}

void Registry::AddComputed(std::string_view name, std::string_view help,
                           std::function<double()> compute, Labels labels) {
  const std::lock_guard lock(mutex_);
  Add(name, help, "gauge", std::move(labels)).metric = std::move(compute);
}

void Registry::AddComputedCounter(std::string_view name, std::string_view help,
                                  std::function<double()> compute, Labels labels) {
  const std::lock_guard lock(mutex_);
  Add(name, help, "counter", std::move(labels)).metric = std::move(compute);
}

std::vector<Registry::Reading> Registry::Read() const {
  const std::lock_guard lock(mutex_);
  std::vector<Reading> readings;
  for (const auto& family : families_) {
    for (const Series& series : family->series) {
      Reading reading{family->name, family->help, family->kind, series.labels};
      if (const auto* histogram = std::get_if<std::unique_ptr<Histogram>>(&series.metric)) {
        reading.histogram = histogram->get();
      } else {
        reading.value = series.Value();
      }
      readings.push_back(reading);
    }
  }
  return readings;
}

std::string Registry::Render() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& family : families_) {
    out.append("# HELP ").append(family->name).push_back(' ');
    AppendEscaped(out, family->help, false);
    out.append("\n# TYPE ").append(family->name).append(" ").append(family->kind).push_back('\n');
    for (const Series& series : family->series) series.Render(out, family->name);
  }
  return out;
}

}  // namespace bearward::observe
