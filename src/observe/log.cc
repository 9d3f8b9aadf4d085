#include "observe/log.h"

#include <string>

#include "json/writer.h"

namespace bearward::observe {
namespace {

void WriteField(json::Writer& writer, const Field& field) {
  writer.Key(field.key);
  if (const auto* text = std::get_if<std::string_view>(&field.value)) writer.String(*text);
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) writer.Int(*number);
  if (const auto* real = std::get_if<double>(&field.value)) writer.Double(*real);
  if (const auto* flag = std::get_if<bool>(&field.value)) writer.Bool(*flag);
}

}  // namespace

Logger::Logger(const base::Clock& clock, Level threshold, LogStream& stream)
    : clock_(clock), threshold_(threshold), stream_(&stream) {}

Logger::Logger(const base::Clock& clock, Level threshold, Sink sink)
    : clock_(clock), threshold_(threshold), sink_(std::move(sink)) {}

void Logger::Debug(std::string_view message, std::initializer_list<Field> fields) {
  Log(Level::kDebug, message, fields);
}

void Logger::Info(std::string_view message, std::initializer_list<Field> fields) {
  Log(Level::kInfo, message, fields);
}

void Logger::Warn(std::string_view message, std::initializer_list<Field> fields) {
  Log(Level::kWarn, message, fields);
}

void Logger::Error(std::string_view message, std::initializer_list<Field> fields) {
  Log(Level::kError, message, fields);
}

void Logger::Log(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (!Enabled(level)) return;
  thread_local std::string line;
  line.clear();
  json::Writer writer(line);
  writer.BeginObject();
  writer.Key("time").String(base::FormatIsoMillis(clock_.Now()));
  writer.Key("level").String(base::Word(level));
  writer.Key("msg").String(message);
  for (const Field& field : fields) WriteField(writer, field);
  writer.EndObject();
  line.push_back('\n');
  WriteLine(line);
}

void Logger::WriteLine(std::string_view line) {
  if (stream_ != nullptr) return stream_->Write(line);
  const std::lock_guard lock(sink_mutex_);
  if (sink_) sink_(line);
}

}  // namespace bearward::observe
