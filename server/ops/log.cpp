// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "ops/log.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <cstdio>
#include <ctime>

#include "base/instant.hpp"

namespace holdfast::ops {

namespace {

constexpr std::size_t kWaitingLines = 8192;  // about 2 MiB; a minute of a bad day
constexpr std::array<std::string_view, 4> kNames{"debug", "info", "warning", "error"};

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
      out += escape.data();
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string rfc3339(std::int64_t micros_since_epoch) {
  const std::time_t whole = micros_since_epoch / 1'000'000;
  std::tm parts{};
  ::gmtime_r(&whole, &parts);
  std::array<char, 40> text{};
  const std::size_t n = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text.data() + n, text.size() - n, ".%06dZ", static_cast<int>(micros_since_epoch % 1'000'000));
  return text.data();
}

spdlog::level::level_enum level_of(Severity severity) {
  switch (severity) {
    case Severity::Debug: return spdlog::level::debug;
    case Severity::Info: return spdlog::level::info;
    case Severity::Warning: return spdlog::level::warn;
    case Severity::Error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

std::string log_line(std::int64_t micros_since_epoch, Severity severity, std::string_view event,
                     std::initializer_list<Field> fields) {
  std::string line{"{\"at\":\""};
  line += rfc3339(micros_since_epoch);
  line += "\",\"severity\":\"";
  line += kNames.at(static_cast<std::size_t>(severity));
  line += "\",\"event\":";
  append_quoted(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_quoted(line, field.name);
    line += ':';
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      line += std::to_string(*number);
    } else {
      append_quoted(line, std::get<std::string>(field.value));
    }
  }
  line += '}';
  return line;
}

class Log::Sink {
 public:
  explicit Sink(Severity least) : pool_{std::make_shared<spdlog::details::thread_pool>(kWaitingLines, 1)} {
    logger_ =
        std::make_shared<spdlog::async_logger>("holdfast", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                               pool_, spdlog::async_overflow_policy::overrun_oldest);
    logger_->set_pattern("%v");
    logger_->set_level(level_of(least));
  }
  [[nodiscard]] spdlog::async_logger& logger() { return *logger_; }

 private:
  std::shared_ptr<spdlog::async_logger> logger_;
  // Ends before the logger whose lines it writes: its end drains what waits and joins its thread.
  std::shared_ptr<spdlog::details::thread_pool> pool_;
};

Log::Log(Severity least) : sink_{std::make_unique<Sink>(least)} {}
Log::~Log() = default;

void Log::write(Severity severity, std::string_view event, std::initializer_list<Field> fields) {
  const auto level = level_of(severity);
  if (!sink_->logger().should_log(level)) return;
  const std::string line = log_line(micros(SystemClock{}.wall()), severity, event, fields);
  sink_->logger().log(level, spdlog::string_view_t{line});  // a view is never taken for a format
}

}  // namespace holdfast::ops
