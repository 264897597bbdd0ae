#include "textflag.h"

// AT pushes the address that a register holds, and AT2 the sum of two.
#define AT(r) \
	Get r; \
	I32WrapI64

#define AT2(base, offset) \
	Get base; \
	Get offset; \
	I64Add; \
	I32WrapI64

#define NEXT(r, bytes) \
	Get r; \
	I64Const bytes; \
	I64Add; \
	Set r

// POINT sets dst to the address of the point of y, R0, whose number is at ids + R14.
#define POINT(dst, ids) \
	AT2(ids, R14); \
	I64Load32S $0; \
	I64Const $3; \
	I64Shl; \
	Get R0; \
	I64Add; \
	Set dst

// APART sets F5 and F6 to how far the point F1, F2 is from that at b, and F7 to
// the square of it.
#define APART(b) \
	Get F1; \
	AT(b); \
	F32Load $0; \
	F32Sub; \
	Tee F5; \
	Get F5; \
	F32Mul; \
	Get F2; \
	AT(b); \
	F32Load $4; \
	F32Sub; \
	Tee F6; \
	Get F6; \
	F32Mul; \
	F32Add; \
	Set F7

// CURVE pushes what curve.at(F7) is.
#define CURVE(c) \
	Get F7; \
	I32ReinterpretF32; \
	I32Const $15; \
	I32ShrU; \
	I32Const $0xFFF8; \
	I32And; \
	I64ExtendI32U; \
	Get c; \
	I64Add; \
	Set R14; \
	AT(R14); \
	F32Load $0; \
	AT(R14); \
	F32Load $4; \
	Get F7; \
	F32Mul; \
	F32Add

// ADDPRODUCT is sum += a·b.
#define ADDPRODUCT(sum, a, b) \
	Get sum; \
	Get a; \
	Get b; \
	F32Mul; \
	F32Add; \
	Set sum

#define MULTIPLY(a, b) \
	Get a; \
	Get b; \
	F32Mul; \
	Set a

#define ADD(a, b) \
	Get a; \
	Get b; \
	F32Add; \
	Set a

// SUBTRACT takes d from the number at a + offset.
#define SUBTRACT(a, offset, d) \
	AT(a); \
	AT(a); \
	F32Load offset; \
	Get d; \
	F32Sub; \
	F32Store offset

#define STORE(a, offset, v) \
	AT(a); \
	Get v; \
	F32Store offset

// func takeEdges(y *[2]float32, rows, apart int, froms, tos *int32, every, due *float32, taken *int32, n, negatives int, attract, repel *curve, draw uint64, rate float32) uint64
TEXT ·takeEdges(SB), NOSPLIT, $0-120
	MOVD y+0(FP), R0
	MOVD rows+8(FP), R1
	MOVD apart+16(FP), R2
	MOVD froms+24(FP), R3
	MOVD tos+32(FP), R4
	MOVD every+40(FP), R5
	MOVD due+48(FP), R6
	MOVD taken+56(FP), R7
	MOVD attract+80(FP), R10
	MOVD repel+88(FP), R11
	MOVD draw+96(FP), R9
	Get SP
	F32Load rate+104(FP)
	Set F0
	Get R7
	MOVD n+64(FP), R8
	Get R8
	I64Const $2
	I64Shl
	I64Add
	Set R8
	// rows and apart count bytes from here on
	Get R1
	I64Const $3
	I64Shl
	Set R1
	Get R2
	I64Const $3
	I64Shl
	Set R2
eachEdge:
	Loop
		AT(R7)
		I64Load32S $0
		I64Const $2
		I64Shl
		Set R14
		AT2(R6, R14)
		AT2(R6, R14)
		F32Load $0
		AT2(R5, R14)
		F32Load $0
		F32Add
		F32Store $0
		POINT(R12, R3)
		POINT(R13, R4)

		AT(R12)
		F32Load $0
		Set F1
		AT(R12)
		F32Load $4
		Set F2
		APART(R13)
		Get F0
		CURVE(R10)
		F32Mul
		Set F8
		MULTIPLY(F5, F8)
		MULTIPLY(F6, F8)
		ADD(F1, F5)
		ADD(F2, F6)
		SUBTRACT(R13, $0, F5)
		SUBTRACT(R13, $4, F6)
		STORE(R12, $0, F1)
		STORE(R12, $4, F2)

		Get R9
		I64Const $6364136223846793005
		I64Mul
		I64Const $1442695040888963407
		I64Add
		Tee R9
		I64Const $32
		I64ShrU
		Get R1
		I64Mul
		I64Const $35
		I64ShrU
		I64Const $3
		I64Shl
		Set R13
		F32Const $(0.0)
		Set F3
		F32Const $(0.0)
		Set F4
		MOVD negatives+72(FP), R15
eachRandom:
		Loop
			Get R0
			Get R13
			I64Add
			Set R14
			APART(R14)
			CURVE(R11)
			Set F8
			ADDPRODUCT(F3, F8, F5)
			ADDPRODUCT(F4, F8, F6)
			Get R13
			Get R2
			I64Add
			Tee R13
			Get R1
			I64Sub
			Get R13
			Get R13
			Get R1
			I64GeU
			Select
			Set R13
			NEXT(R15, $-1)
			Get R15
			I64Const $0
			I64Ne
			BrIf eachRandom
		End
		ADDPRODUCT(F1, F0, F3)
		ADDPRODUCT(F2, F0, F4)
		STORE(R12, $0, F1)
		STORE(R12, $4, F2)
		NEXT(R7, $4)
		Get R7
		Get R8
		I64LtU
		BrIf eachEdge
	End
	MOVD R9, ret+112(FP)
	RET

// DUE stores a place at R2 and goes on if the number at offset is not above R5.
#define DUE(offset, k) \
	AT(R2); \
	Get R4; \
	I64Const k; \
	I64Add; \
	I64Store32 $0; \
	Get R2; \
	AT(R0); \
	I64Load32S offset; \
	Get R5; \
	I64LeS; \
	I64ExtendI32U; \
	I64Const $2; \
	I64Shl; \
	I64Add; \
	Set R2

// func dueOf4(places *int32, x *float32, n int, now float32, first int32) int
TEXT ·dueOf4(SB), NOSPLIT, $0-40
	MOVD places+0(FP), R2
	MOVD x+8(FP), R0
	MOVD n+16(FP), R1
	Get SP
	I64Load32S now+24(FP)
	Set R5
	Get SP
	I64Load32S first+28(FP)
	Set R4
	Get R1
	I64Const $2
	I64Shl
	Get R0
	I64Add
	Set R1
each4:
	Loop
		DUE($0, $0)
		DUE($4, $1)
		DUE($8, $2)
		DUE($12, $3)
		NEXT(R4, $4)
		NEXT(R0, $16)
		Get R0
		Get R1
		I64LtU
		BrIf each4
	End
	Get R2
	MOVD places+0(FP), R3
	Get R3
	I64Sub
	I64Const $2
	I64ShrU
	Set R2
	MOVD R2, ret+32(FP)
	RET
