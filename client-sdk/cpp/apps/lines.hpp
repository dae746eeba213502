// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace holdfast::sdk {

/// Lines of a terminal or a pipe, first one at a time, then as they come while other things go on.
class Lines {
 public:
  explicit Lines(int descriptor) : descriptor_{descriptor} {}
  /// Blocks for the next line; nothing at the end.
  [[nodiscard]] std::optional<std::string> next();
  /// Calls `line` for each line on the context's thread, then `end` once. Destroying this stops it.
  void listen(boost::asio::io_context& context, std::function<void(const std::string&)> line,
              std::function<void()> end);

 private:
  [[nodiscard]] std::optional<std::string> buffered();
  [[nodiscard]] bool read_more();
  void wait();

  int descriptor_;
  std::string buffer_;
  std::unique_ptr<boost::asio::posix::stream_descriptor> stream_;
  std::function<void(const std::string&)> line_;
  std::function<void()> end_;
};

}  // namespace holdfast::sdk
