//go:build goexperiment.simd && go1.27

#include "textflag.h"

// AT pushes the address that a register holds.
#define AT(r) \
	Get r; \
	I32WrapI64

#define NEXT(r, bytes) \
	Get r; \
	I64Const bytes; \
	I64Add; \
	Set r

// ROW sets dst to the address of the row whose number is at ids + offset.
#define ROW(dst, base, ids, offset, stride) \
	AT(ids); \
	I64Load32S offset; \
	Get stride; \
	I64Mul; \
	Get base; \
	I64Add; \
	Set dst

// ADDPRODUCT is sum += a·b.
#define ADDPRODUCT(sum, a, b) \
	Get a; \
	Get b; \
	F32x4Mul; \
	Get sum; \
	F32x4Add; \
	Set sum

#define ZERO(v) \
	F32Const $(0.0); \
	F32x4Splat; \
	Set v

// DOT is sum += u·y, the target y at its address + R8.
#define DOT(sum, y) \
	Get y; \
	Get R8; \
	I64Add; \
	I32WrapI64; \
	V128Load $0; \
	Get V6; \
	F32x4Mul; \
	Get sum; \
	F32x4Add; \
	Set sum

// SUM stores the sum over the lanes, (0 + 1) + (2 + 3), at R9 + offset. V7 has the
// second half of a vector take the place of the first.
#define SUM(offset, v) \
	AT(R9); \
	Get v; \
	Get v; \
	I32Const $32; \
	I64x2ShrU; \
	F32x4Add; \
	Tee v; \
	Get v; \
	Get V7; \
	I8x16Swizzle; \
	F32x4Add; \
	F32x4ExtractLane $0; \
	F32Store offset

// func dotsOf6(dst, x *float32, xStride int, xs *int32, rows int, y *float32, yStride int, ys *[6]int32, size int
TEXT ·dotsOf6(SB), NOSPLIT, $0-72
	MOVD y+40(FP), R12
	MOVD yStride+48(FP), R13
	MOVD ys+56(FP), R14
	ROW(R0, R12, R14, $0, R13)
	ROW(R1, R12, R14, $4, R13)
	ROW(R2, R12, R14, $8, R13)
	ROW(R3, R12, R14, $12, R13)
	ROW(R4, R12, R14, $16, R13)
	ROW(R5, R12, R14, $20, R13)
	MOVD dst+0(FP), R9
	MOVD x+8(FP), R12
	MOVD xStride+16(FP), R13
	MOVD xs+24(FP), R10
	MOVD rows+32(FP), R11
	MOVD size+64(FP), R7
	I64Const $0x0F0E0D0C0B0A0908
	I64x2Splat
	Set V7
eachRow:
	Loop
		ROW(R6, R12, R10, $0, R13)
		ZERO(V0)
		ZERO(V1)
		ZERO(V2)
		ZERO(V3)
		ZERO(V4)
		ZERO(V5)
		I64Const $0
		Set R8
eachVector:
		Loop
			Get R6
			Get R8
			I64Add
			I32WrapI64
			V128Load $0
			Set V6
			DOT(V0, R0)
			DOT(V1, R1)
			DOT(V2, R2)
			DOT(V3, R3)
			DOT(V4, R4)
			DOT(V5, R5)
			NEXT(R8, $16)
			Get R8
			Get R7
			I64LtU
			BrIf eachVector
		End
		SUM($0, V0)
		SUM($4, V1)
		SUM($8, V2)
		SUM($12, V3)
		SUM($16, V4)
		SUM($20, V5)
		NEXT(R9, $24)
		NEXT(R10, $4)
		NEXT(R11, $-1)
		Get R11
		I64Const $0
		I64Ne
		BrIf eachRow
	End
	RET

// BOTH is next += g·u for a target, whose factor is at R10 + offset, and
// V13 += g·target for the row u, V12.
#define BOTH(next, target, offset) \
	AT(R10); \
	F32Load offset; \
	F32x4Splat; \
	Set V14; \
	ADDPRODUCT(next, V14, V12); \
	ADDPRODUCT(V13, V14, target)

#define LOAD(v, next, y) \
	AT(y); \
	V128Load $0; \
	Tee v; \
	Set next

#define STORE(y, next) \
	AT(y); \
	Get next; \
	V128Store $0; \
	NEXT(y, $16)

// func updatesOf6(x *float32, xStride int, xs *int32, rows int, y *float32, yStride int, ys *[6]int32, factors *float32, size int)
TEXT ·updatesOf6(SB), NOSPLIT, $0-72
	MOVD y+32(FP), R12
	MOVD yStride+40(FP), R13
	MOVD ys+48(FP), R14
	ROW(R0, R12, R14, $0, R13)
	ROW(R1, R12, R14, $4, R13)
	ROW(R2, R12, R14, $8, R13)
	ROW(R3, R12, R14, $12, R13)
	ROW(R4, R12, R14, $16, R13)
	ROW(R5, R12, R14, $20, R13)
	MOVD x+0(FP), R12
	MOVD xStride+8(FP), R13
	MOVD xs+16(FP), R14
	MOVD rows+24(FP), R7
	Get R7
	I64Const $2
	I64Shl
	Get R14
	I64Add
	Set R7
	MOVD factors+56(FP), R8
	MOVD size+64(FP), R11
	Get R11
	Get R12
	I64Add
	Set R11
eachVector:
	Loop
		LOAD(V0, V6, R0)
		LOAD(V1, V7, R1)
		LOAD(V2, V8, R2)
		LOAD(V3, V9, R3)
		LOAD(V4, V10, R4)
		LOAD(V5, V11, R5)
		Get R14
		Set R9
		Get R8
		Set R10
eachRow:
		Loop
			ROW(R6, R12, R9, $0, R13)
			AT(R6)
			V128Load $0
			Tee V12
			Set V13
			BOTH(V6, V0, $0)
			BOTH(V7, V1, $4)
			BOTH(V8, V2, $8)
			BOTH(V9, V3, $12)
			BOTH(V10, V4, $16)
			BOTH(V11, V5, $20)
			AT(R6)
			Get V13
			V128Store $0
			NEXT(R10, $24)
			NEXT(R9, $4)
			Get R9
			Get R7
			I64LtU
			BrIf eachRow
		End
		STORE(R5, V11)
		STORE(R4, V10)
		STORE(R3, V9)
		STORE(R2, V8)
		STORE(R1, V7)
		STORE(R0, V6)
		NEXT(R12, $16)
		Get R12
		Get R11
		I64LtU
		BrIf eachVector
	End
	RET
