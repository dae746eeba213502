// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "lines.hpp"

#include <array>
#include <cerrno>

#include <unistd.h>

namespace holdfast::sdk {

std::optional<std::string> Lines::buffered() {
  const std::size_t end = buffer_.find('\n');
  if (end == std::string::npos) return std::nullopt;
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  return line;
}

bool Lines::read_more() {
  std::array<char, 4096> chunk{};
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, chunk.data(), chunk.size());
  } while (got < 0 && errno == EINTR);
  if (got > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::optional<std::string> Lines::next() {
  for (;;) {
    if (auto line = buffered()) return line;
    if (!read_more()) return std::nullopt;
  }
}

void Lines::listen(boost::asio::io_context& context, std::function<void(const std::string&)> line,
                   std::function<void()> end) {
  stream_ = std::make_unique<boost::asio::posix::stream_descriptor>(context, ::dup(descriptor_));
  line_ = std::move(line);
  end_ = std::move(end);
  while (auto ready = buffered()) line_(*ready);
  wait();
}

void Lines::wait() {
  stream_->async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](boost::system::error_code ec) {
    if (ec) return;
    if (!read_more()) return end_();
    while (auto ready = buffered()) line_(*ready);
    wait();
  });
}

}  // namespace holdfast::sdk
