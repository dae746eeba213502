# SPDX-License-Identifier: Apache-2.0
# One INTERFACE target every room links: warnings as errors, sanitizers, hardening.
set(HOLDFAST_SANITIZE "" CACHE STRING "Value of -fsanitize= for every target, empty for none")
option(HOLDFAST_FUZZ "Build the libFuzzer targets (clang)" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  # What its manual asks for where headers are precompiled.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()

add_library(holdfast_options INTERFACE)
target_compile_options(holdfast_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough -Wswitch -Werror -fno-omit-frame-pointer)
# GCC 12 sees Asio's frame allocator (aligned_alloc) and its operator delete of a coroutine as a mismatched pair when it
# inlines one of them only: a false alarm at every coroutine. ASan watches the real pairs.
target_compile_options(holdfast_options INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<COMPILE_LANGUAGE:CXX>>:-Wno-mismatched-new-delete>)
target_compile_definitions(holdfast_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_SEPARATE_COMPILATION)

find_program(MOLD mold)
find_program(LLD ld.lld)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_link_options(holdfast_options INTERFACE -fuse-ld=mold)
elseif(LLD)
  target_link_options(holdfast_options INTERFACE -fuse-ld=lld)
endif()

if(HOLDFAST_SANITIZE)
  add_compile_options(-fsanitize=${HOLDFAST_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HOLDFAST_SANITIZE})
  # A stale coroutine frame must be seen, not recycled.
  add_compile_definitions(BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING)
endif()
if(HOLDFAST_SANITIZE MATCHES "thread")
  # GCC's TSan does not model atomic_thread_fence; Asio uses one in its handler queue destructor only.
  target_compile_options(holdfast_options INTERFACE -Wno-tsan)
endif()
if(HOLDFAST_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS system json container)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Protobuf REQUIRED)
