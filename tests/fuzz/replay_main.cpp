// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

/// Replays every file of the folders named as arguments, whole and cut at every byte, without libFuzzer. An
/// empty corpus is a failure: it would prove nothing.
int main(int argc, char** argv) {
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator{argv[i]}) {
      std::ifstream file{entry.path(), std::ios::binary};
      const std::vector<char> input{std::istreambuf_iterator<char>{file}, {}};
      for (std::size_t size = 0; size <= input.size(); ++size) {
        // An exact copy, so that the sanitizer sees a read past the end.
        std::vector<std::uint8_t> cut(size);
        std::transform(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size), cut.begin(),
                       [](char c) { return static_cast<std::uint8_t>(c); });
        LLVMFuzzerTestOneInput(cut.data(), cut.size());
      }
      ++files;
    }
  }
  std::printf("%zu inputs replayed\n", files);
  return files == 0 ? 1 : 0;
}
